# Builds, installs and tests funnel_kpi by PostgreSQL's extension makefiles (PGXS).

EXTENSION = funnel_kpi
# As PGXS sets it below.
srcdir := $(or $(VPATH),$(patsubst %/,%,$(dir $(firstword $(MAKEFILE_LIST)))))

# The script that installs this version, and the one that updates the newest release before it: built until
# `make release` freezes them in sql/upgrade.
EXTVERSION := $(shell sed -n "s/^default_version *= *'\(.*\)'.*/\1/p" $(srcdir)/$(EXTENSION).control)
BASE := $(shell ls $(srcdir)/sql/upgrade | sed -n '/--.*--/d; s/^$(EXTENSION)--\(.*\)\.sql$$/\1/p' | \
	grep -vFx '$(EXTVERSION)' | sort -V | tail -n 1)
INSTALL_SQL := $(EXTENSION)--$(EXTVERSION).sql
UPDATE_SQL := $(EXTENSION)--$(BASE)--$(EXTVERSION).sql

MODULE_big = $(EXTENSION)
OBJS := $(patsubst $(srcdir)/%.c,%.o,$(sort $(wildcard $(srcdir)/src/*/*.c)))
DATA := $(patsubst $(srcdir)/%,%,$(wildcard $(srcdir)/sql/upgrade/$(EXTENSION)--*.sql))
DATA_built := $(if $(filter sql/upgrade/$(INSTALL_SQL),$(DATA)),,$(INSTALL_SQL) $(UPDATE_SQL))
DOCS := $(patsubst $(srcdir)/%,%,$(wildcard $(srcdir)/doc/*.md))
REGRESS := setup $(filter-out setup,$(sort $(basename $(notdir $(wildcard $(srcdir)/sql/*.sql)))))
REGRESS_OPTS = --load-extension=$(EXTENSION)
installcheck: export FUNNEL_KPI_SOURCE = $(abspath $(srcdir))
EXTRA_CLEAN = $(FLAVOUR) demo/page.html

PG_CPPFLAGS = -I$(srcdir)/src -DFUNNEL_KPI_VERSION='"$(EXTVERSION)"'
# What the server's own headers and macros raise is not ours to mend.
PG_CFLAGS = -Wall -Wextra -Wno-unused-parameter -Wno-sign-compare

PG_CONFIG ?= pg_config
PGXS := $(shell $(PG_CONFIG) --pgxs 2>/dev/null)
FLAVOUR = src/.flavour

.PHONY: demo test test-versions coverage sanitize sanitize-short fuzz soak citus-test cube-test bench bench-clickhouse lint \
	release dist deb packages-test packages-test-short help

# What `make help` says of a target is the first line of the comment above it.

# The extension, for the PostgreSQL of PG_CONFIG (which pg_config to ask)
all:

# What was built, to where that PostgreSQL looks for it (DESTDIR=<folder>: below that)
install:

# The regression tests, on a server that runs and has it
installcheck:

# Away with what was built
clean:

# The KPIs on an example CRM (ACCOUNTS=<n> sizes it), or on the CSV files of DATA=<folder>
# (PSQL=yes opens psql on it at the end).
demo:
	@exec test/with_server demo/run

# Every test, each suite on a throw-away server of its own
test:
	@exec test/run

# The same on PostgreSQL 14 to 18, as far as they can be had, and pg_upgrade between them
# (PG_CONFIGS="<pg_config> ..." names more).
test-versions:
	@exec test/versions $(VERSIONS)

# The tests of load and limits in their long form: an hour or two, 6 GB of memory, 10 GB of disk
soak:
	@test/prerequisites --tap >/dev/null && \
		exec env FUNNEL_KPI_SOAK=1 test/with_server test/suites/tap $(patsubst test/%,%,$(wildcard test/t/load_*.pl))

# Every aggregate on tables that Citus distributes, by the PostgreSQL of CITUS_PG_CONFIG
citus-test: export PG_CONFIG = $(CITUS_PG_CONFIG)
citus-test:
	$(if $(CITUS_PG_CONFIG),,$(error say where Citus is: make $@ CITUS_PG_CONFIG=<the pg_config of its PostgreSQL>))
	@test/prerequisites --tap >/dev/null && exec test/with_server test/suites/tap t/citus.pl

# The stored summaries through Cube, which npm installs into a temporary folder (with node 18 or later)
cube-test:
	$(if $(shell command -v node >/dev/null && command -v npm),,$(error $@ needs node and npm: apt-get install nodejs npm))
	@exec test/with_server test/drivers/cube

# Times against plain SQL
bench:
	@exec test/with_server --config test/bench/postgresql.conf test/bench/run

# Times against ClickHouse, Debian's and npm's: funnels, KPIs, summaries and their rollup
bench-clickhouse:
	$(if $(shell PATH="$$PATH:/usr/sbin"; (command -v clickhouse-server && command -v clickhouse-client) || command -v npm),,\
		$(error $@ needs ClickHouse: apt-get install clickhouse-server clickhouse-client, or npm to fetch a newer one))
	@exec test/with_server --config test/bench/postgresql.conf test/bench/clickhouse

# Hostile bytes that a fuzzer finds, for SECONDS (60); or once with what is in the file INPUT
fuzz:
	@test/prerequisites --fuzz >/dev/null && exec test/with_server test/hostile/fuzz $(or $(INPUT),$(SECONDS),60)

# What a reviewer should not have to look for
lint:
	@exec test/lint

# Freezes the scripts of this version, and what it stores, for later ones to update from
# (its date is in CHANGELOG.md then).
release: $(DATA_built)
	@exec $(srcdir)/sql/release $(abspath $^)

# Which lines of src/ the regression tests and hostile bytes run
coverage:
	@exec test/coverage

# Memory and undefined behaviour, on servers built for it
# (kept in ~/.cache/funnel_kpi, of root in /var/cache).
sanitize:
	@exec test/sanitize/run

# Undefined behaviour in the extension alone
sanitize-short:
	@exec test/sanitize/run --short

# The archives of this version, for PGXN (.zip) and others (.tar.gz), in dist/
dist: $(DATA_built)
	@exec debian/archive $^

# Packages for this Debian or Ubuntu, of each PostgreSQL that it has, in dist/
deb: $(DATA_built)
	@exec debian/build $^

# Every way to install, in bare Debian systems (as root, with debootstrap; half an hour)
packages-test:
	@exec test/packages

# What of that needs no other system
packages-test-short:
	@exec test/packages --short

# This list
help:
	@awk '/^# / { if (!text) text = substr($$0, 3); next } \
		/^[a-z-]+:( |$$)/ && text { sub(/:.*/, ""); printf "%-19s  %s\n", $$0, text } { text = "" }' $(srcdir)/Makefile

$(INSTALL_SQL): $(sort $(wildcard $(srcdir)/sql/install/*.sql.in)) $(srcdir)/sql/install $(srcdir)/sql/expand.awk
	{ printf '%s\n\n' '\echo Use "CREATE EXTENSION $(EXTENSION)" to load this file. \quit' && \
	  awk -f $(srcdir)/sql/expand.awk $(filter %.sql.in,$^); } >$@.tmp
	mv $@.tmp $@

$(UPDATE_SQL): $(addprefix $(srcdir)/sql/upgrade/,head.sql $(EXTENSION)--$(BASE).sql) $(INSTALL_SQL) \
		$(srcdir)/sql/expand.awk $(srcdir)/sql/new_statements.awk
	sed '1,/\*\//d' $< | awk -f $(srcdir)/sql/expand.awk >$@.head
	{ printf '%s\n\n' "\echo Use \"ALTER EXTENSION $(EXTENSION) UPDATE TO '$(EXTVERSION)'\" to load this file. \quit" && \
	  cat $@.head && awk -f $(srcdir)/sql/new_statements.awk $@.head $(filter-out $<,$(filter %.sql,$^)); } >$@.tmp
	rm $@.head
	mv $@.tmp $@

# Debian ships the makefiles with the client, the headers apart.
COMPILER := $(firstword $(if $(filter default,$(origin CC)),$(shell $(PG_CONFIG) --cc 2>/dev/null),$(CC)))
ifneq ($(and $(wildcard $(PGXS)),$(wildcard $(shell $(PG_CONFIG) --includedir-server)/postgres.h),$(shell command -v $(COMPILER))),)

include $(PGXS)

$(DATA_built): | $(FLAVOUR)

# The views for CRMs, run by psql from where they are. Not in the folder of extensions, where "--" in a name means a version.
CRM = $(wildcard $(srcdir)/crm/*.sql) $(srcdir)/crm/model.md $(srcdir)/crm/cube.js $(srcdir)/demo/page.sql
CRM_FOLDER = $(DESTDIR)$(datadir)/$(EXTENSION)/crm
install: install-crm
uninstall: uninstall-crm
.PHONY: install-crm uninstall-crm
install-crm:
	$(MKDIR_P) '$(CRM_FOLDER)'
	$(INSTALL_DATA) $(CRM) '$(CRM_FOLDER)/'
uninstall-crm:
	rm -f $(addprefix '$(CRM_FOLDER)'/, $(notdir $(CRM)))
	-rmdir '$(CRM_FOLDER)' '$(dir $(CRM_FOLDER))'

$(OBJS) $(OBJS:.o=.bc): $(wildcard $(srcdir)/src/*/*.h) $(FLAVOUR)

# A build outside the source tree (VPATH) has these folders of its own; of what is built in the source tree make would
# think that it need not be built again.
ifneq ($(abspath $(srcdir)),$(CURDIR))
$(if $(wildcard $(srcdir)/src/*/*.o),$(error $(srcdir) is built already: make clean there first))
$(shell mkdir -p $(sort $(dir $(OBJS))))
endif

# Another version, another server, other flags or other files make other objects.
BUILT_FOR = $(EXTVERSION) $(PGXS) $(VERSION) $(CC) $(CFLAGS) $(OBJS)
ifneq ($(shell cat $(FLAVOUR) 2>/dev/null),$(strip $(BUILT_FOR)))
.PHONY: $(FLAVOUR)
endif
$(FLAVOUR):
	@(: >>$@) 2>/dev/null || \
		{ echo "$(CURDIR)/$@ may not be written by $$(id -un): make in a copy of your own" >&2; exit 1; }
	@echo '$(strip $(BUILT_FOR))' >$@

else

Makefile: ;
all install installcheck clean .DEFAULT:
	@found=$$($(srcdir)/test/prerequisites --tell) && \
		echo "$(PG_CONFIG) leads to no build files of PostgreSQL; others are there: make PG_CONFIG=$$found" >&2; exit 1

endif

# PostgreSQL's image with funnel_kpi:
#     docker build -t funnel_kpi --build-arg PG_MAJOR=18 .
ARG PG_MAJOR=18
FROM postgres:$PG_MAJOR
ARG PG_MAJOR

COPY . /tmp/funnel_kpi
RUN apt-get update && \
	apt-mark hold locales && \
	apt-get install -y --no-install-recommends build-essential postgresql-server-dev-$PG_MAJOR && \
	cd /tmp/funnel_kpi && \
	make clean && \
	make -j"$(nproc)" && \
	make install && \
	cd / && \
	rm -r /tmp/funnel_kpi && \
	apt-get purge -y --autoremove -o APT::AutoRemove::SuggestsImportant=false build-essential postgresql-server-dev-$PG_MAJOR && \
	apt-mark unhold locales && \
	rm -rf /var/lib/apt/lists/*

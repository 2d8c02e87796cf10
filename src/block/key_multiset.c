/*
 * key_multiset.c
 *		Keys with the number of rows that hold them, for moving window frames:
 *		rows leave a frame again, so each key is counted, not only noted.
 *
 * It never leaves the backend, so it is PostgreSQL's own hash table.
 */
#include "block/key_multiset.h"

#include "state/state.h"

#define SH_PREFIX keycount
#define SH_ELEMENT_TYPE KeyCount
#define SH_KEY_TYPE Key
#define SH_KEY key
#define SH_HASH_KEY(tb, k) ((uint32) (key_scatter(k, *(const KeyScatter *) (tb)->private_data) >> 32))
#define SH_EQUAL(tb, a, b) ((a).hi == (b).hi && (a).lo == (b).lo)
#define SH_STORE_HASH
#define SH_GET_HASH(tb, a) ((a)->hash)
#define SH_SCOPE static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

struct KeyMultiset
{
	keycount_hash *table;
	KeyScatter	scatter;
};

/* An empty multiset that lives in the given context. */
KeyMultiset *
key_multiset_create(MemoryContext context)
{
	KeyMultiset *set = MemoryContextAlloc(context, sizeof(KeyMultiset));

	set->scatter = key_scatter_by(key_seed());
	set->table = keycount_create(context, 16, &set->scatter);
	return set;
}

/*
 * Count a row of a key in, or with sign -1 out.  Returns the key's entry; the
 * caller deletes it when no row is left.
 */
KeyCount *
key_multiset_change(KeyMultiset *set, Key key, int sign)
{
	KeyCount   *entry;
	bool		found = true;

	if (sign > 0)
		entry = keycount_insert(set->table, key, &found);
	else
		entry = keycount_lookup(set->table, key);
	frame_check(entry != NULL);
	if (!found)
	{
		entry->rows = 0;
		entry->payload = 0;
	}
	entry->rows += sign;
	return entry;
}

/* Take a key out. */
void
key_multiset_delete(KeyMultiset *set, KeyCount *entry)
{
	keycount_delete_item(set->table, entry);
}

/* The number of different keys. */
int64
key_multiset_size(const KeyMultiset *set)
{
	return set->table->members;
}

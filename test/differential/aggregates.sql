-- The aggregates of deals, and the rows that they are checked on.

SELECT make_cases() \g /dev/null
SELECT make_aggregates() \g /dev/null
SELECT make_rows('ordinary', 'ordinary', 3000) \g /dev/null
SELECT make_rows('extreme', 'extreme', 2000) \g /dev/null
SELECT make_rows('special', 'special', 2000) \g /dev/null
CREATE VIEW rows AS SELECT * FROM unnest('{ordinary,extreme,special}'::text[]) WITH ORDINALITY AS r (rows, nth);

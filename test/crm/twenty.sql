-- The company of company.sql in Twenty's tables: quoted names, an enum of stages, money in millionths, deletedAt:
--     psql -v schema=workspace_1wgvd1injqtife6y4rvfbu3h5 -v layout=new -f test/crm/twenty.sql
-- layout: old (opportunityId in the timeline, no owner of an opportunity) or new (targetOpportunityId, ownerId).
\if :{?schema}
\else
\set schema workspace_1wgvd1injqtife6y4rvfbu3h5
\endif
\if :{?layout}
\else
\set layout new
\endif
SELECT :'layout' = 'new' AS is_new, CASE :'layout' WHEN 'new' THEN 'targetOpportunityId' ELSE 'opportunityId' END AS target_deal
\gset
SET TIME ZONE 'UTC';
CREATE SCHEMA :"schema";
SET search_path = :"schema";

CREATE FUNCTION pg_temp.id(n integer) RETURNS uuid LANGUAGE sql AS
    $$SELECT ('20202020-1c0e-494c-a1b6-' || lpad(n::text, 12, '0'))::uuid$$;

CREATE TYPE opportunity_stage_enum AS ENUM ('NEW', 'SCREENING', 'MEETING', 'PROPOSAL', 'CUSTOMER');
CREATE TABLE company (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text, "domainNamePrimaryLinkUrl" text,
    employees double precision, "annualRecurringRevenueAmountMicros" numeric, "annualRecurringRevenueCurrencyCode" text,
    "accountOwnerId" uuid, position double precision, "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL DEFAULT now(), "deletedAt" timestamptz);
CREATE TABLE "workspaceMember" (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), "nameFirstName" text, "nameLastName" text,
    "userEmail" text, "userId" uuid, "createdAt" timestamptz NOT NULL DEFAULT now(), "deletedAt" timestamptz);
CREATE TABLE opportunity (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text, "amountAmountMicros" numeric,
    "amountCurrencyCode" text, "closeDate" timestamptz, stage opportunity_stage_enum NOT NULL DEFAULT 'NEW',
    "companyId" uuid, "pointOfContactId" uuid, "createdBySource" text, "createdByWorkspaceMemberId" uuid,
    position double precision, "createdAt" timestamptz NOT NULL DEFAULT now(), "updatedAt" timestamptz NOT NULL DEFAULT now(),
    "deletedAt" timestamptz);
CREATE TABLE "timelineActivity" (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text, properties jsonb,
    "happensAt" timestamptz NOT NULL DEFAULT now(), "workspaceMemberId" uuid, "linkedRecordCachedName" text,
    "linkedRecordId" uuid, :"target_deal" uuid, "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL DEFAULT now(), "deletedAt" timestamptz);

INSERT INTO company (id, name) VALUES (pg_temp.id(301), '</script><b>"O''Neil & Söhne"'), (pg_temp.id(302), 'Birch Ltd'),
    (pg_temp.id(303), 'Cedar GmbH');
INSERT INTO "workspaceMember" (id, "nameFirstName", "nameLastName") VALUES (pg_temp.id(101), 'Ada', 'Reed'),
    (pg_temp.id(102), 'Ben', 'Sedge');
-- 1, 2 and 8 are customers, nobody knows since when the last one; 3 and 4, which are lost, lie where they were; 9 was
-- deleted. The close is an expected one.
INSERT INTO opportunity (id, name, "amountAmountMicros", "amountCurrencyCode", stage, "companyId", "createdBySource",
    "createdAt", "closeDate", "deletedAt") VALUES
    (pg_temp.id(1), 'Larch', 1000000000, 'EUR', 'CUSTOMER', pg_temp.id(301),
        'MANUAL', '2025-01-31 23:30', '2025-03-15', NULL),
    (pg_temp.id(2), 'Maple', 500000000, 'EUR', 'CUSTOMER', pg_temp.id(301), 'MANUAL', '2025-02-03 09:00', '2025-02-28', NULL),
    (pg_temp.id(3), 'Nutmeg', 800000000, 'EUR', 'SCREENING', pg_temp.id(302), 'EMAIL', '2025-02-05 09:00', '2025-03-31', NULL),
    (pg_temp.id(4), 'Oak', 400000000, 'EUR', 'PROPOSAL', pg_temp.id(302), 'MANUAL', '2025-02-06 09:00', NULL, NULL),
    (pg_temp.id(5), 'Pine', 300000000, 'EUR', 'MEETING', pg_temp.id(303), 'API', '2025-03-10 09:00', '2025-12-31', NULL),
    (pg_temp.id(6), 'Quince', NULL, 'EUR', 'NEW', NULL, 'MANUAL', '2025-03-12 10:00', NULL, NULL),
    (pg_temp.id(7), 'Rowan', 2000000000, 'USD', 'PROPOSAL', pg_temp.id(303), 'MANUAL', '2025-03-29 23:30', NULL, NULL),
    (pg_temp.id(8), 'Sorrel', 600000000, 'EUR', 'CUSTOMER', pg_temp.id(302), 'IMPORT', '2025-04-01 08:00', '2025-04-11', NULL),
    (pg_temp.id(9), 'Tansy', 9999000000, 'EUR', 'CUSTOMER', pg_temp.id(302), 'MANUAL',
        '2025-04-01 08:00', '2025-04-11', '2025-04-12 08:00');
\if :is_new
ALTER TABLE opportunity ADD "ownerId" uuid;
UPDATE opportunity SET "ownerId" = pg_temp.id(CASE WHEN name IN ('Nutmeg', 'Oak', 'Pine') THEN 102 ELSE 101 END)
WHERE name <> 'Quince';
\endif

-- The timeline: changes of the stage and of the amount, of other fields, of a record that is linked; one that was
-- deleted. The seventh deal was in a stage that the list no longer has, and at one time in two.
INSERT INTO "timelineActivity" (:"target_deal", "happensAt", "createdAt", name, properties)
SELECT pg_temp.id(deal), at::timestamptz, at::timestamptz + second * interval '1 second', 'opportunity.updated',
    jsonb_build_object('diff', jsonb_build_object('stage', jsonb_build_object('before', before, 'after', after)))
FROM (VALUES (1, '2025-02-10 09:00', 0, 'NEW', 'MEETING'), (1, '2025-02-20 09:00', 0, 'MEETING', 'PROPOSAL'),
    (1, '2025-02-28 23:30', 0, 'PROPOSAL', 'CUSTOMER'), (2, '2025-02-06 09:00', 0, 'NEW', 'PROPOSAL'),
    (2, '2025-02-13 09:00', 0, 'PROPOSAL', 'CUSTOMER'), (3, '2025-02-08 09:00', 0, 'NEW', 'SCREENING'),
    (4, '2025-02-10 09:00', 0, 'NEW', 'PROPOSAL'), (5, '2025-03-12 09:00', 0, 'NEW', 'MEETING'),
    (5, '2025-03-14 09:00', 0, 'MEETING', 'SCREENING'), (5, '2025-03-20 09:00', 0, 'SCREENING', 'MEETING'),
    (7, '2025-04-02 08:00', 0, 'NEW', 'DEMO'), (7, '2025-04-05 08:00', 1, 'MEETING', 'PROPOSAL'),
    (7, '2025-04-05 08:00', 0, 'DEMO', 'MEETING'), (9, '2025-04-11 08:00', 0, 'NEW', 'CUSTOMER'))
    AS change (deal, at, second, before, after);
INSERT INTO "timelineActivity" (:"target_deal", "happensAt", name, properties, "deletedAt") VALUES
    (pg_temp.id(1), '2025-01-31 23:30', 'opportunity.created', '{}', NULL),
    (pg_temp.id(1), '2025-02-15 10:00', 'opportunity.updated', '{"diff": {"amount": {
        "before": {"amountMicros": 800000000, "currencyCode": "EUR"},
        "after": {"amountMicros": 1000000000, "currencyCode": "EUR"}}, "name": {"before": "Lark", "after": "Larch"}}}', NULL),
    (pg_temp.id(1), '2025-02-16 10:00', 'linked-note.created', NULL, NULL),
    (pg_temp.id(6), '2025-03-13 10:00', 'opportunity.updated',
        '{"diff": {"stage": {"before": "NEW", "after": "CUSTOMER"}}}', '2025-03-14 10:00'),
    (NULL, '2025-03-13 10:00', 'company.updated', '{"diff": {"name": {"before": "Beech", "after": "Birch Ltd"}}}', NULL);

DROP FUNCTION pg_temp.id;
RESET search_path;
RESET TIME ZONE;

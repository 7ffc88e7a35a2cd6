-- The store, version 2: the CEPTOAR relay, consent, sealed custody, cases, severity, recall with compliance, large-scale mode, statistics.
-- Same subset as 0001. Tables that name a CEPTOAR-route original beside what was derived from it (relay) are read for that CEPTOAR only.

alter table org add column area text;                    -- prefecture, ISO 3166-2 without the country ("13"): for small-group warnings
create table org_alias (org uuid not null references org, text text not null, primary key (org, text));  -- abbreviations, trade names, former names

-- message.kind 3 inquiry, 4 answer, 5 notice. about: what an inquiry or an answer is about. sealed: the org_key it is sealed to.
alter table message add column about uuid;
alter table message add column sealed uuid;
create index message_about on message (about) where about is not null;
create index message_sealed on message (sealed) where sealed is not null;     -- is anything sealed to this key? holds only what is sealed

-- A recall asks who has seen the content to delete what it has (asked_us); complied_us: when it said that it did. recall_why: enum
-- recall_why, by recall_org (the group that the recipient has left). Who leaves a group is asked without being recalled.
alter table delivery add column recall_why bigint not null default 0;
alter table delivery add column recall_org uuid;
alter table delivery add column asked_us bigint not null default 0;
alter table delivery add column complied_us bigint not null default 0;
alter table delivery add column complied_by uuid;
alter table delivery add column complied_note text;
create index delivery_recalled on delivery (message, recipient, via, hop, asked_us, complied_us) where recall_why <> 0;        -- who was asked, for the sender: counted from the index alone
create index delivery_to_delete on delivery (recipient, id) where asked_us <> 0 and complied_us = 0;   -- for the inbox; holds only what waits

-- As message.published, per revision: what was said to a few is not opened by a later version that everybody may read.
alter table revision add column published bigint not null default 0;
update revision set published = 2 where submitted_us <> 0 and message in (select id from message where published = 2);

-- Sealed custody. The server keeps public keys, and private keys only as copies locked by what it does not know.
create table org_key (
  id uuid primary key, org uuid not null references org, public bytea not null, created_us bigint not null, created_by uuid not null,
  retired_us bigint not null default 0);                 -- 0: the org's key in force (one at most)
create index org_key_by_org on org_key (org, id);
create unique index org_key_in_force on org_key (org) where retired_us = 0;   -- asked by each CEPTOAR-route report; and one at most
-- enum copy_kind: 1 passphrase of its holder, 2 recovery share, 3 invitation of a new officer, 4 chained (holder: the key that replaced it)
create table key_copy (
  id uuid primary key, org_key uuid not null references org_key, kind bigint not null, holder uuid, label text,
  blob text not null, created_us bigint not null, created_by uuid not null,
  ended_us bigint not null default 0, ended_by uuid);    -- an ended copy keeps no blob
create index key_copy_by_key on key_copy (org_key, id);

-- What a CEPTOAR derived from what. Nobody else's query reads it. kind: message kind of the pair (report, inquiry down, answer up).
create table relay (
  original uuid primary key, derived uuid not null unique, org uuid not null references org, kind bigint not null, at_us bigint not null);
create index relay_by_org on relay (org, kind);     -- what a CEPTOAR has made: which originals were withdrawn since
create table relay_revision (original uuid primary key, derived uuid not null);   -- revisions: each original notice is relayed once
-- A CEPTOAR's settings: k of small groups, whether inquiries go down by themselves.
create table relay_setting (org uuid primary key references org, small_group bigint not null, auto_inquiry bigint not null, version bigint not null);

-- Consent to relay or to wider use: per message, or in advance for a scope (message null). kind: enum report_consent. state 1 asked, 2 given, 3 refused, 4 withdrawn.
create table consent (
  id uuid primary key, org uuid not null references org, to_org uuid not null references org, message uuid, use bigint not null, kind bigint not null,
  state bigint not null, scope text, note text, answer_note text, asked_us bigint not null default 0, asked_by uuid,
  answered_us bigint not null default 0, answered_by uuid, until_day bigint not null default 0, version bigint not null default 1);
create index consent_by_org on consent (org, id);
create index consent_by_asker on consent (to_org, id);
create index consent_by_message on consent (message) where message is not null;
create unique index consent_open on consent (message, to_org, use) where state = 1 and message is not null;   -- asked once, also by two at once

-- Cases: the centre's unit of triage. state 1 open, 2 watching, 3 closed (reopened is open again), 4 merged into another.
-- signals: what makes it urgent (bits of enum signal), urgency: their points; level: newest rating by the scheme in force, -1: none.
create table incident (
  id uuid primary key, org uuid not null references org, number text not null, title text not null, summary text, find text not null,
  state bigint not null, sector text, exercise bigint not null default 0, owner uuid, signals bigint not null default 0,
  urgency bigint not null default 0, level bigint not null default -1,
  opened_us bigint not null, updated_us bigint not null, closed_us bigint not null default 0, merged_into uuid, version bigint not null default 1);
create index incident_open on incident (org, state, sector, level, exercise);   -- lists by state; the situation page reads only the index
create index incident_by_org on incident (org, id);     -- lists, newest first
create index incident_merged on incident (merged_into) where merged_into is not null;  -- what was merged into a case
create table incident_message (
  incident uuid not null references incident, message uuid not null, added_us bigint not null, added_by uuid not null, removed_us bigint not null default 0,
  primary key (incident, message));
create unique index incident_of_message on incident_message (message) where removed_us = 0;     -- a report is in one case at most
create index incident_ever on incident_message (message);      -- a withdrawal finds every case that was named after the report
-- what: enum incident_what
create table incident_event (id uuid primary key, incident uuid not null references incident, what bigint not null, org uuid not null, account uuid, object uuid, text text, at_us bigint not null);
create index incident_events on incident_event (incident, id);
create table advisory_source (                          -- which reports the newest version of an advisory draws on: for the case's page
  report uuid not null, advisory uuid not null, primary key (report, advisory));
create index advisory_source_of on advisory_source (advisory);

-- Ratings are never edited: a newer one supersedes.
create table rating (
  id uuid primary key, incident uuid not null references incident, scheme text not null, scheme_day bigint not null, level bigint not null, axes text not null, answers text not null,
  provisional bigint not null, rationale text not null, evidence text, org uuid not null, account uuid not null, at_us bigint not null, superseded_us bigint not null default 0);
create index rating_by_incident on rating (incident, id);

-- What suggestions of joins are found by: one row per report that an org has a delivery of, filled after the commit by job "index".
-- waiting 1: in no case (with what it says of its urgency: the triage queue). tokens: those below, 8 bytes each, to find them again.
create table join_report (
  message uuid primary key, org uuid not null, revision bigint not null, arrived_us bigint not null, event_us bigint not null,
  sector text, event_type text, exercise bigint not null, signals bigint not null, points bigint not null, waiting bigint not null,
  sketch bytea not null, tokens bytea not null);
create index join_waiting on join_report (org, points, arrived_us) where waiting = 1;
create index join_by_type on join_report (org, event_type, event_us);
create index join_by_sector on join_report (org, sector, event_us);
create table join_token (token bigint not null, message uuid not null, primary key (token, message));   -- indicators, and bands of similar text
create table join_place (org uuid primary key, delivery uuid not null);         -- so far the org's deliveries have been read

-- Large-scale mode. scope_kind 1 country, 2 sector (scope), 3 case (incident). state 1 proposed, 2 on, 3 off, 4 dropped.
create table mode (
  id uuid primary key, scope_kind bigint not null, scope text, incident uuid, state bigint not null, exercise bigint not null, emergency bigint not null default 0, reason text not null,
  proposed_by uuid not null, proposed_us bigint not null, on_by uuid, on_us bigint not null default 0, off_by uuid, off_us bigint not null default 0,
  off_reason text, version bigint not null default 1);
-- One proposed or on for a scope, also where two people propose at once.
create unique index mode_now on mode (exercise, scope_kind, coalesce(scope, '')) where state <= 2 and scope_kind <> 3;
create unique index mode_now_case on mode (exercise, incident) where state <= 2 and scope_kind = 3;
-- Reports that were under way when it was switched on and were given to the agencies.
create table mode_message (mode uuid not null references mode, message uuid not null, primary key (mode, message));

-- Statistics: one narrow row per sent report (kind 1) and published advisory (kind 2) that is no exercise, written with it and when its
-- moments come. Durations in seconds from the first notice (notice_s: up to it); -1: not (yet). origin 1 operator, 2 derived by a CEPTOAR, 3 agency.
create table stat_fact (
  message uuid primary key, kind bigint not null, fy bigint not null, origin bigint not null, basis bigint not null, route bigint not null,
  notice_s bigint not null default -1, centre_s bigint not null default -1, receipt_s bigint not null default -1, advisory_s bigint not null default -1,
  sector text not null, event_type text not null, causes text not null, at_us bigint not null);
create index stat_fact_by_time on stat_fact (at_us);      -- the last days, for the situation page; appends
-- Recipients of an advisory, counted by hop and by how long they took (what 1: to acknowledge, 2: to state an outcome; 3 sent, 4 opened: without
-- duration), so that no figure walks the deliveries. A lane per writer: none waits for another.
create table stat_answer (
  message uuid not null, revision uuid not null, hop bigint not null, what bigint not null, seconds bigint not null, lane bigint not null, n bigint not null,
  primary key (message, revision, hop, what, seconds, lane));
-- Goes up, lane by lane, with every transaction that changes the two above: answers made from the same sum are still true.
create table stat_version (lane bigint primary key, n bigint not null);

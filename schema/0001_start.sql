-- The store, version 1. One text for SQLite and PostgreSQL: uuid, bytea, text and bigint only (SQLite takes any type name).
-- Times are UTC microseconds (_us), dates are days since 1970 (_day), enums are numbers that model/ names and never renumbers.
-- Keys are UUIDv7: they increase with time, so primary keys append. Every further index costs each report; each has its reason.

create table meta (key text primary key, value text not null);

-- Facts, valid over time: one row per fact and period, the body as JSON. kind: plan, sector, ministry, ceptoar, event_type ...
create table fact (
  kind text not null, id text not null, from_day bigint not null, to_day bigint not null,
  ord bigint not null, body text not null, edited_us bigint not null default 0,   -- when an administrator changed it; 0: as shipped
  primary key (kind, id, from_day));

-- Parties.
create table org (
  id uuid primary key, code text not null unique, kind bigint not null, sector text,
  ja text not null, en text not null,              -- the names in force today, kept beside org_name for lists
  find text not null,                              -- folded names and code, for search
  demo bigint not null default 0, people bigint not null default 0,
  from_day bigint not null, to_day bigint not null, version bigint not null default 1, updated_us bigint not null);
create index org_by_sector on org (sector, id);         -- audiences, walked in the order of ids
create index org_by_kind on org (kind, id);
create table org_name (
  org uuid not null references org, from_day bigint not null, to_day bigint not null,
  ja text not null, en text not null, primary key (org, from_day));
-- relation 1: member of a CEPTOAR, council or ISAC
create table membership (
  org uuid not null references org, parent uuid not null references org, relation bigint not null,
  from_day bigint not null, to_day bigint not null, primary key (org, parent, relation, from_day));
create index membership_by_parent on membership (parent, org);
-- which ministry is responsible for a sector
create table oversight (
  sector text not null, org uuid not null references org, from_day bigint not null, to_day bigint not null,
  primary key (sector, org, from_day));
create table contact (
  id uuid primary key, org uuid not null references org, rank bigint not null, kind bigint not null,
  address text not null, name text, note text, from_day bigint not null, to_day bigint not null,
  version bigint not null default 1);
create index contact_by_org on contact (org, rank);

create table account (
  id uuid primary key, org uuid not null references org, login text not null unique,
  ja text not null, en text not null, roles bigint not null, lang bigint not null default 0,
  password text not null, totp bytea, totp_on bigint not null default 0, totp_last bigint not null default 0,
  state bigint not null default 1,                 -- 1 active, 2 disabled, 3 must change the password
  one_time_us bigint not null default 0,           -- when the one-time password in force was made; 0: the password is its owner's
  demo bigint not null default 0, created_us bigint not null, version bigint not null default 1);
create index account_by_org on account (org, login);
create table session (
  id bytea primary key,                            -- SHA-256 of the cookie
  account uuid not null references account, csrf bytea not null, level bigint not null,
  created_us bigint not null, seen_us bigint not null, expires_us bigint not null, address text not null);
create index session_by_account on session (account);
create table token (
  id uuid primary key, account uuid not null references account, digest bytea not null unique, name text not null,
  scope bigint not null, addresses text, created_us bigint not null, expires_us bigint not null,
  revoked_us bigint not null default 0, used_us bigint not null default 0);
create index token_by_account on token (account);
create table sign_in_failure (key text primary key, count bigint not null, last_us bigint not null);

-- Messages. kind 1 report, 2 advisory. What lists need stands in message; the content stands once, in revision.body.
create table message (
  id uuid primary key, kind bigint not null, author uuid not null references org, author_user uuid not null,
  number text, status bigint not null, tlp bigint not null, published bigint not null default 0,
  exercise bigint not null default 0, sector text, event_type text, basis bigint not null default 0,
  route text,
  latest bigint not null, created_us bigint not null, submitted_us bigint not null default 0,
  updated_us bigint not null, version bigint not null default 1);
create index message_by_author on message (author, id);
create index message_open on message (published, id);   -- CLEAR and published: readable by everyone (published = 2)
create table revision (
  id uuid primary key, message uuid not null references message, number bigint not null, stage bigint not null,
  author_user uuid not null,
  salt bytea not null, digest bytea, entry uuid,   -- digest = SHA-256(salt || body), entry = its journal entry; null while a draft
  approved_by uuid, approved_us bigint not null default 0,
  created_us bigint not null, submitted_us bigint not null default 0,
  title text not null,
  find text not null,                              -- folded title and summary, for search; per revision, as visibility is
  body text not null,                              -- long ones last: what stands behind them costs reading all of them
  unique (message, number));
create index revision_draft on revision (author_user) where submitted_us = 0;   -- how many drafts an org has; holds only drafts
create table attachment (
  id uuid primary key, org uuid not null references org, account uuid not null,
  name text not null, type text not null, size bigint not null, digest bytea not null,
  created_us bigint not null, bytes bytea not null);
create index attachment_by_org on attachment (org);      -- the quota of files bound to nothing
create table attachment_use (                      -- bound at submission; who sees the revision sees the file
  revision uuid not null references revision, attachment uuid not null references attachment,
  primary key (revision, attachment));
create index attachment_use_by_attachment on attachment_use (attachment);
-- What people did to a message beside writing and receiving it: reviews, closing, passing on, withdrawing. what: enum step_kind.
create table step (
  message uuid not null, id uuid not null, org uuid not null, account uuid, what bigint not null, note text,
  at_us bigint not null, primary key (message, id));
-- Numbers for people (R2026-000123): each writer's lane takes a block from lane -1, so that writers do not wait for one row.
create table number_lane (
  kind bigint not null, year bigint not null, lane bigint not null,
  next bigint not null, last bigint not null, block bigint not null, primary key (kind, year, lane));

create table delivery (
  id uuid primary key, message uuid not null, revision uuid not null, recipient uuid not null,
  via uuid not null,                               -- who passed it here: the author, or the hop above
  hop bigint not null, state bigint not null, due_us bigint not null default 0,
  pass_state bigint not null default 0, pass_due_us bigint not null default 0, pass_us bigint not null default 0,
  opened_us bigint not null default 0, acked_us bigint not null default 0, acked_by uuid,
  outcome bigint not null default 0, outcome_us bigint not null default 0, outcome_day bigint not null default 0,
  note text, recalled_us bigint not null default 0);
create index delivery_inbox on delivery (recipient, id);
create unique index delivery_of on delivery (message, recipient, revision);   -- boards, and "may this org see it?"
create index delivery_waiting on delivery (pass_due_us) where pass_state = 1;   -- limits of hops; holds only what waits

-- One row per message and reader: reads within the hour count once.
create table read_mark (message uuid not null, account uuid not null, last_us bigint not null, primary key (message, account));

-- The journal. An entry is appended with its change (seq null); the sequencer gives it its place in the Merkle log.
create table journal (
  id uuid primary key, seq bigint unique, at_us bigint not null, account uuid, org uuid,
  verb text not null, object uuid, digest bytea);
create table tile (level bigint not null, idx bigint not null, hashes bytea not null, primary key (level, idx));
create table tree_head (size bigint primary key, root bytea not null, signed_us bigint not null, key bytea not null, signature bytea not null);

create table job (
  id uuid primary key, kind text not null, due_us bigint not null, key text unique, lease_us bigint not null default 0,
  tries bigint not null default 0, payload text not null, error text);
create index job_by_due on job (due_us);
create table idempotency (
  account uuid not null, key text not null, digest bytea not null, status bigint not null, body text not null,
  created_us bigint not null, primary key (account, key));

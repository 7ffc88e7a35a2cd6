/* The one route table. One row per line, grouped by feature: method, path, handler, where it runs, who may, roles, input, body limit
 * (0: 64 KiB), flags, slow part, doc, schema of the answer (answers.c) or its media type. */
#include "api/account_json.h"
#include "api/advisory.h"
#include "api/attachment.h"
#include "api/catalog.h"
#include "api/consent.h"
#include "api/health.h"
#include "api/inbox.h"
#include "api/inquiry.h"
#include "api/incident.h"
#include "api/journal.h"
#include "api/key.h"
#include "api/message.h"
#include "api/mode.h"
#include "api/party.h"
#include "api/recall.h"
#include "api/relay.h"
#include "api/report.h"
#include "api/route.h"
#include "api/session.h"
#include "api/situation.h"
#include "api/stats.h"
#include "api/stream.h"
#include "app/access.h"
#include "app/account.h"
#include "app/key.h"
#include "app/incident.h"
#include "app/me.h"
#include "app/party.h"
#include "app/token.h"
#include "model/advisory.h"
#include "model/mode.h"

#define V1 "/api/v1"
const struct route routes[] = {
	/* the server itself */
	{ HTTP_GET, LIT("/healthz"), healthz_get, RUN_NONE, NEED_NOBODY, 0, NULL, 0, ROUTE_NO_LIMIT, NULL, LIT("The process is up"), LIT("Health") },
	{ HTTP_GET, LIT("/readyz"), readyz_get, RUN_READ, NEED_NOBODY, 0, NULL, 0, ROUTE_NO_LIMIT, NULL, LIT("The store is reachable and has the right schema"), LIT("Readiness") },
	{ HTTP_GET, LIT("/metrics"), metrics_get, RUN_NONE, NEED_NOBODY, 0, NULL, 0, ROUTE_NO_LIMIT, NULL, LIT("Figures for Prometheus"), LIT("text/plain") },
	{ HTTP_GET, LIT(V1 "/openapi.json"), openapi_get, RUN_NONE, NEED_NOBODY, 0, NULL, 0, 0, NULL, LIT("This document"), LIT("application/json") },
	{ HTTP_GET, LIT(V1 "/stream"), stream_get, RUN_NONE, NEED_SIGN_IN, 0, NULL, 0, 0, NULL, LIT("Live changes as server-sent events; resumes after Last-Event-ID"), LIT("text/event-stream") },
	/* signing in, one's own account */
	{ HTTP_POST, LIT(V1 "/session"), session_post, RUN_SLOW, NEED_NOBODY, 0, &sign_in_table, 8192, ROUTE_NO_CSRF | ROUTE_KEEP_FAILED | ROUTE_SECRET, session_post_before, LIT("Sign in: sets the cookie; 401 login.failed, login.code_required or password.expired, 429 login.wait"), LIT("Me") },
	{ HTTP_DELETE, LIT(V1 "/session"), session_delete, RUN_WRITE, NEED_ENROL, 0, NULL, 0, ROUTE_RIGHTS, NULL, LIT("Sign out"), LIT("") },
	{ HTTP_GET, LIT(V1 "/sessions"), sessions_get, RUN_READ, NEED_SIGN_IN, 0, NULL, 0, 0, NULL, LIT("Where one is signed in"), LIT("SessionList") },
	{ HTTP_DELETE, LIT(V1 "/sessions/{id}"), session_end_one, RUN_WRITE, NEED_SIGN_IN, 0, NULL, 0, ROUTE_RIGHTS, NULL, LIT("Sign out elsewhere"), LIT("") },
	{ HTTP_GET, LIT(V1 "/me"), me_get_one, RUN_READ, NEED_ENROL, 0, NULL, 0, 0, NULL, LIT("Who is signed in, and what they may do"), LIT("Me") },
	{ HTTP_PATCH, LIT(V1 "/me"), me_patch, RUN_WRITE, NEED_ENROL, 0, &me_input_table, 0, 0, NULL, LIT("Change one's names and language"), LIT("Me") },
	{ HTTP_POST, LIT(V1 "/me/password"), me_password_post, RUN_SLOW, NEED_ENROL, 0, &password_input_table, 8192, ROUTE_KEEP_FAILED | ROUTE_PERSON | ROUTE_RIGHTS | ROUTE_SECRET, me_password_before, LIT("Change one's password: a new cookie, all other sessions end"), LIT("") },
	{ HTTP_POST, LIT(V1 "/me/totp"), me_totp_post, RUN_WRITE, NEED_ENROL, 0, NULL, 0, ROUTE_PERSON | ROUTE_SECRET, NULL, LIT("Begin to set up a second factor: its secret, until it is confirmed"), LIT("TotpOffer") },
	{ HTTP_POST, LIT(V1 "/me/totp/confirm"), me_totp_confirm_post, RUN_WRITE, NEED_ENROL, 0, &code_input_table, 0, ROUTE_PERSON | ROUTE_RIGHTS | ROUTE_SECRET, NULL, LIT("Confirm the second factor: a new cookie, all other sessions end"), LIT("") },
	{ HTTP_DELETE, LIT(V1 "/me/totp"), me_totp_delete, RUN_SLOW, NEED_SIGN_IN, 0, &password_only_table, 8192, ROUTE_BODY | ROUTE_KEEP_FAILED | ROUTE_PERSON | ROUTE_RIGHTS | ROUTE_SECRET, me_totp_delete_before, LIT("Remove one's second factor, where the roles allow it"), LIT("") },
	/* accounts and tokens; no Idempotency-Key, because a kept answer would keep the secret */
	{ HTTP_GET, LIT(V1 "/users"), users_get, RUN_READ, NEED_ROLES, MAY_ACCOUNTS, &list_query_table, 0, 0, NULL, LIT("Accounts by login: one's own org's; for platform admins all"), LIT("UserList") },
	{ HTTP_POST, LIT(V1 "/users"), users_post, RUN_SLOW, NEED_ROLES, MAY_ACCOUNTS, &account_input_table, 0, ROUTE_CREATES | ROUTE_PERSON | ROUTE_SECRET, users_post_before, LIT("Add an account; its one-time password is shown once"), LIT("User") },
	{ HTTP_GET, LIT(V1 "/users/{id}"), user_get, RUN_READ, NEED_ROLES, MAY_ACCOUNTS, NULL, 0, 0, NULL, LIT("One account"), LIT("User") },
	{ HTTP_PATCH, LIT(V1 "/users/{id}"), user_patch, RUN_WRITE, NEED_ROLES, MAY_ACCOUNTS, &account_change_table, 0, ROUTE_IF_MATCH | ROUTE_PERSON | ROUTE_RIGHTS, NULL, LIT("Change names, roles or state; disabling ends sessions and tokens at once"), LIT("User") },
	{ HTTP_POST, LIT(V1 "/users/{id}/password"), user_password_post, RUN_SLOW, NEED_ROLES, MAY_ACCOUNTS, NULL, 0, ROUTE_PERSON | ROUTE_RIGHTS | ROUTE_SECRET, user_password_before, LIT("A new one-time password; all sessions end"), LIT("OneTimePassword") },
	{ HTTP_DELETE, LIT(V1 "/users/{id}/totp"), user_totp_delete, RUN_WRITE, NEED_ROLES, MAY_ACCOUNTS, NULL, 0, ROUTE_PERSON | ROUTE_RIGHTS, NULL, LIT("Remove a lost second factor; all sessions end"), LIT("") },
	{ HTTP_GET, LIT(V1 "/tokens"), tokens_get, RUN_READ, NEED_SIGN_IN, 0, &list_query_table, 0, 0, NULL, LIT("One's tokens; for org admins those of the org"), LIT("TokenList") },
	{ HTTP_POST, LIT(V1 "/tokens"), tokens_post, RUN_WRITE, NEED_ROLES, MAY_TOKEN, &token_input_table, 0, ROUTE_CREATES | ROUTE_PERSON | ROUTE_SECRET, NULL, LIT("Make a token for a program; it is shown once"), LIT("Token") },
	{ HTTP_DELETE, LIT(V1 "/tokens/{id}"), token_delete, RUN_WRITE, NEED_SIGN_IN, 0, NULL, 0, ROUTE_RIGHTS, NULL, LIT("Revoke a token"), LIT("") },
	/* the journal */
	{ HTTP_GET, LIT(V1 "/journal"), journal_entries_get, RUN_READ, NEED_ROLES, MAY_JOURNAL, &journal_query_table, 0, 0, NULL, LIT("Journal entries; all of them for the centre's auditors, one's own org's otherwise"), LIT("JournalPage") },
	{ HTTP_GET, LIT(V1 "/journal/head"), journal_newest_head_get, RUN_READ, NEED_SIGN_IN, 0, NULL, 0, 0, NULL, LIT("The newest signed head of the Merkle log"), LIT("JournalHead") },
	{ HTTP_GET, LIT(V1 "/journal/consistency"), journal_consistency_get, RUN_READ, NEED_SIGN_IN, 0, &consistency_query_table, 0, 0, NULL, LIT("Proof that an older head is the beginning of a newer one (RFC 9162, 2.1.4)"), LIT("ConsistencyProof") },
	{ HTTP_GET, LIT(V1 "/journal/entries.ndjson"), journal_export_get, RUN_WRITE, NEED_ROLES, MAY_JOURNAL_EXPORT, &export_query_table, 0, 0, NULL, LIT("Entries with their leaf texts, one JSON object a line; Link: rel=next where there are more"), LIT("application/x-ndjson") },
	{ HTTP_GET, LIT(V1 "/receipts/{entry}"), receipt_of_entry_get, RUN_READ, NEED_SIGN_IN, 0, &receipt_query_table, 0, 0, NULL, LIT("The receipt of an entry: its inclusion proof under a signed head; 409 receipt.pending until one covers it"), LIT("Receipt") },

	/* reports 情報連絡 */
	{ HTTP_GET, LIT(V1 "/reports"), report_list_get, RUN_READ, NEED_ROLES, ROLES_CONTENT, &message_query_table, 0, ROUTE_REMEMBER, NULL, LIT("Reports that one may see, newest first; format=csv for a table"), LIT("MessageList") },
	{ HTTP_POST, LIT(V1 "/reports"), report_post, RUN_WRITE, NEED_ROLES, MAY_REPORT_WRITE, &report_fields, 512 << 10, ROUTE_CREATES | ROUTE_IDEMPOTENT | ROUTE_DRAFT, NULL, LIT("Submit a report, or with \"draft\": true keep an incomplete one"), LIT("ReportDone") },
	{ HTTP_POST, LIT(V1 "/reports/preview"), report_preview_post, RUN_READ, NEED_ROLES, MAY_REPORT_WRITE, &report_preview_fields, 512 << 10, ROUTE_LENIENT, NULL, LIT("Who would get it, hop by hop, and what is still wrong; changes nothing"), LIT("ReportPreview") },
	{ HTTP_GET, LIT(V1 "/reports/{id}"), report_one_get, RUN_READ, NEED_ROLES, ROLES_CONTENT, NULL, 0, 0, NULL, LIT("One report with all that one may know of it"), LIT("MessageView") },
	{ HTTP_PATCH, LIT(V1 "/reports/{id}"), report_patch, RUN_WRITE, NEED_ROLES, MAY_REPORT_WRITE, &report_fields, 512 << 10, ROUTE_IF_MATCH | ROUTE_LENIENT, NULL, LIT("Replace a draft"), LIT("ReportDone") },
	{ HTTP_DELETE, LIT(V1 "/reports/{id}"), report_delete, RUN_WRITE, NEED_ROLES, MAY_REPORT_WRITE, NULL, 0, 0, NULL, LIT("Drop a draft"), LIT("") },
	{ HTTP_POST, LIT(V1 "/reports/{id}/submit"), report_submit_post, RUN_WRITE, NEED_ROLES, MAY_REPORT_WRITE, NULL, 0, ROUTE_IDEMPOTENT, NULL, LIT("Submit a draft"), LIT("ReportDone") },
	{ HTTP_POST, LIT(V1 "/reports/{id}/revisions"), report_revision_post, RUN_WRITE, NEED_ROLES, MAY_REPORT_WRITE, &report_follow_up_fields, 512 << 10, ROUTE_CREATES | ROUTE_IDEMPOTENT | ROUTE_IF_MATCH, NULL, LIT("Submit a follow-up, final or not"), LIT("ReportDone") },
	{ HTTP_POST, LIT(V1 "/reports/{id}/review"), report_review_post, RUN_WRITE, NEED_ROLES, MAY_REPORT_REVIEW, &report_review_table, 0, 0, NULL, LIT("Say that it is in review, accepted, or needs revision"), LIT("ReportDone") },
	{ HTTP_POST, LIT(V1 "/reports/{id}/close"), report_close_post, RUN_WRITE, NEED_ROLES, MAY_REPORT_WRITE | MAY_REPORT_REVIEW, &note_table, 0, 0, NULL, LIT("Close it; a follow-up opens it again"), LIT("ReportDone") },
	/* sealed custody */
	{ HTTP_POST, LIT(V1 "/reports/sealed"), report_sealed_post, RUN_WRITE, NEED_ROLES, MAY_REPORT_WRITE, &sealed_report_fields, 1 << 20, ROUTE_CREATES | ROUTE_IDEMPOTENT, NULL, LIT("Submit a report sealed to one's CEPTOAR: the server cannot read it"), LIT("ReportDone") },
	{ HTTP_POST, LIT(V1 "/reports/{id}/revisions/sealed"), report_sealed_revision_post, RUN_WRITE, NEED_ROLES, MAY_REPORT_WRITE, &sealed_follow_up_fields, 1 << 20, ROUTE_CREATES | ROUTE_IDEMPOTENT | ROUTE_IF_MATCH, NULL, LIT("Submit a sealed follow-up, final or not"), LIT("ReportDone") },
	{ HTTP_POST, LIT(V1 "/inquiries/{id}/answers/sealed"), answer_sealed_post, RUN_WRITE, NEED_ROLES, ROLES_CONTENT, &sealed_answer_fields, 1 << 20, ROUTE_CREATES | ROUTE_IDEMPOTENT, NULL, LIT("Answer a CEPTOAR's inquiry sealed to its key"), LIT("ReportDone") },
	{ HTTP_GET, LIT(V1 "/orgs/{id}/key"), org_key_get, RUN_READ, NEED_ROLES, ROLES_CONTENT, NULL, 0, 0, NULL, LIT("The public key in force of an organisation, where it has one"), LIT("OrgKey") },
	{ HTTP_GET, LIT(V1 "/keys"), keys_get, RUN_READ, NEED_ROLES, MAY_KEY, NULL, 0, 0, NULL, LIT("One's organisation's keys and the locked copies of them, and who may keep them"), LIT("KeyList") },
	{ HTTP_POST, LIT(V1 "/keys"), keys_post, RUN_WRITE, NEED_ROLES, MAY_KEY, &key_input_table, 0, ROUTE_CREATES | ROUTE_PERSON, NULL, LIT("Put a key in force, with its locked copies; or in place of the one in force"), LIT("PublicKey") },
	{ HTTP_POST, LIT(V1 "/keys/{id}/retire"), key_retire_post, RUN_WRITE, NEED_ROLES, MAY_KEY, NULL, 0, ROUTE_PERSON, NULL, LIT("Take a key out of force: reports then come open; its copies stay"), LIT("PublicKey") },
	{ HTTP_POST, LIT(V1 "/keys/{id}/copies"), key_copies_post, RUN_WRITE, NEED_ROLES, MAY_KEY, &copy_input_table, 0, ROUTE_CREATES | ROUTE_PERSON, NULL, LIT("Add a locked copy: by one's own passphrase, a recovery share, an invitation"), LIT("KeyCopy") },
	{ HTTP_DELETE, LIT(V1 "/keys/{id}/copies/{copy}"), key_copy_delete, RUN_WRITE, NEED_ROLES, MAY_KEY, NULL, 0, ROUTE_PERSON, NULL, LIT("End a copy, of somebody who left for instance; never the last"), LIT("") },
	{ HTTP_POST, LIT(V1 "/reports/{id}/withdraw"), report_withdraw_post, RUN_WRITE, NEED_ROLES, MAY_REPORT_WRITE, &withdraw_table, 0, 0, NULL, LIT("Withdraw it, by its author: recipients keep a tombstone only; entry is for the receipt"), LIT("ReportDone") },
	/* the CEPTOAR relay */
	{ HTTP_GET, LIT(V1 "/reports/{id}/relay-draft"), relay_draft_get, RUN_READ, NEED_ROLES, MAY_RELAY, NULL, 0, 0, NULL, LIT("What a CEPTOAR's officer needs to derive a report without the name: consent, settings, members, people, addresses, what was made of it"), LIT("RelayDraft") },
	{ HTTP_POST, LIT(V1 "/reports/{id}/relay"), relay_post, RUN_WRITE, NEED_ROLES, MAY_RELAY, &relay_input_table, 512 << 10, ROUTE_CREATES | ROUTE_IDEMPOTENT | ROUTE_IF_MATCH | ROUTE_PERSON, NULL, LIT("Relay a notice as a new report by the CEPTOAR, or as the next notice of the one made before; If-Match is the original's; 409 relay.done, consent.needed; 422 relay.names_source"), LIT("ReportDone") },
	{ HTTP_GET, LIT(V1 "/relay"), relay_list_get, RUN_READ, NEED_ROLES, MAY_RELAY, &relay_query_table, 0, 0, NULL, LIT("Members' reports that wait to be relayed, oldest first, or were; with the consent in force"), LIT("RelayList") },
	{ HTTP_GET, LIT(V1 "/relay/names"), relay_names_get, RUN_READ, NEED_ROLES, MAY_RELAY, NULL, 0, 0, NULL, LIT("Every organisation's names and aliases, for finding them in a text; with an ETag"), LIT("RelayNames") },
	{ HTTP_GET, LIT(V1 "/relay/settings"), relay_settings_get, RUN_READ, NEED_ROLES, MAY_RELAY, NULL, 0, 0, NULL, LIT("The CEPTOAR's settings: k of small groups, whether inquiries go down by themselves"), LIT("RelaySettings") },
	{ HTTP_PUT, LIT(V1 "/relay/settings"), relay_settings_put, RUN_WRITE, NEED_ROLES, MAY_RELAY, &relay_setting_table, 0, ROUTE_IF_MATCH | ROUTE_PERSON, NULL, LIT("Change them"), LIT("RelaySettings") },
	/* consents */
	{ HTTP_GET, LIT(V1 "/consents"), consent_list_get, RUN_READ, NEED_ROLES, ROLES_CONTENT, &consent_query_table, 0, 0, NULL, LIT("Consents to answer, asked for by or given to one's org, or answered here; newest first"), LIT("ConsentList") },
	{ HTTP_POST, LIT(V1 "/consents"), consent_advance_post, RUN_WRITE, NEED_ROLES, MAY_CONSENT, &consent_advance_table, 0, ROUTE_CREATES | ROUTE_IDEMPOTENT, NULL, LIT("Consent in advance, for a scope"), LIT("Consent") },
	{ HTTP_POST, LIT(V1 "/messages/{id}/consents"), consent_put_post, RUN_WRITE, NEED_ROLES, MAY_CONSENT_ASK | MAY_CONSENT, &consent_ask_table, 0, ROUTE_CREATES | ROUTE_IDEMPOTENT, NULL, LIT("Ask the source of a report for its consent (again gives the open question); or, by the author itself, give or refuse it"), LIT("Consent") },
	{ HTTP_POST, LIT(V1 "/consents/{id}/answer"), consent_answer_post, RUN_WRITE, NEED_ROLES, MAY_CONSENT, &consent_answer_table, 0, 0, NULL, LIT("Give or refuse what was asked"), LIT("Consent") },
	{ HTTP_POST, LIT(V1 "/consents/{id}/withdraw"), consent_withdraw_post, RUN_WRITE, NEED_ROLES, MAY_CONSENT, &note_table, 0, 0, NULL, LIT("Withdraw a consent; who has it is told"), LIT("Consent") },
	/* inquiries and answers */
	{ HTTP_GET, LIT(V1 "/inquiries"), inquiry_list_get, RUN_READ, NEED_ROLES, ROLES_CONTENT, &message_query_table, 0, ROUTE_REMEMBER, NULL, LIT("Inquiries that one may see, newest first; closed means answered"), LIT("MessageList") },
	{ HTTP_POST, LIT(V1 "/messages/{id}/inquiries"), inquiry_post, RUN_WRITE, NEED_ROLES, ROLES_CONTENT, &inquiry_input_table, 0, ROUTE_CREATES | ROUTE_IDEMPOTENT, NULL, LIT("Ask the author of a report or an advisory; or, as its author, one who has it"), LIT("ReportDone") },
	{ HTTP_POST, LIT(V1 "/inquiries/{id}/answers"), answer_post, RUN_WRITE, NEED_ROLES, ROLES_CONTENT, &answer_input_table, 0, ROUTE_CREATES | ROUTE_IDEMPOTENT, NULL, LIT("Answer an inquiry that was put to one's org"), LIT("ReportDone") },
	{ HTTP_POST, LIT(V1 "/inquiries/{id}/forward"), inquiry_forward_post, RUN_WRITE, NEED_ROLES, MAY_RELAY, &inquiry_forward_table, 0, ROUTE_CREATES | ROUTE_IDEMPOTENT, NULL, LIT("Put an inquiry on a derived report to the member behind it, in the officer's words"), LIT("ReportDone") },
	{ HTTP_POST, LIT(V1 "/answers/{id}/relay"), answer_relay_post, RUN_WRITE, NEED_ROLES, MAY_RELAY, &answer_input_table, 0, ROUTE_CREATES | ROUTE_IDEMPOTENT | ROUTE_PERSON, NULL, LIT("Answer the inquiry above with what the member's answer says, without the name"), LIT("ReportDone") },
	{ HTTP_GET, LIT(V1 "/messages/{id}/thread"), thread_get, RUN_READ, NEED_ROLES, ROLES_CONTENT, NULL, 0, 0, NULL, LIT("Inquiries about a message and their answers, as one may see them; opens one's deliveries"), LIT("Thread") },
	/* attachments */
	{ HTTP_POST, LIT(V1 "/attachments"), attachment_post, RUN_SLOW, NEED_ROLES, ROLES_CONTENT, &attachment_query_table, (10 << 20) + (64 << 10), ROUTE_CREATES | ROUTE_RAW | ROUTE_IDEMPOTENT, attachment_post_before, LIT("Add a file (raw, or a form with one file); name it in a report's or an advisory's attachments"), LIT("Attachment") },
	{ HTTP_GET, LIT(V1 "/attachments/{id}"), attachment_get_one, RUN_READ, NEED_ROLES, ROLES_CONTENT, NULL, 0, 0, NULL, LIT("Download a file; never inline"), LIT("application/octet-stream") },
	{ HTTP_DELETE, LIT(V1 "/attachments/{id}"), attachment_delete, RUN_WRITE, NEED_ROLES, ROLES_CONTENT, NULL, 0, 0, NULL, LIT("Drop one's org's file that no message names"), LIT("") },
	/* messages of both kinds, deliveries */
	{ HTTP_GET, LIT(V1 "/messages/{id}"), message_one_get, RUN_READ, NEED_ROLES, ROLES_CONTENT, NULL, 0, 0, NULL, LIT("One message with all that one may know of it; opens one's delivery"), LIT("MessageView") },
	{ HTTP_GET, LIT(V1 "/messages/{id}/deliveries"), board_get, RUN_READ, NEED_ROLES, ROLES_CONTENT, &board_query_table, 0, 0, NULL, LIT("The sender's board: who has been reached at each hop, who has not; format=csv"), LIT("Board") },
	{ HTTP_GET, LIT(V1 "/messages/{id}/recall"), recall_get, RUN_READ, NEED_ROLES, ROLES_CONTENT, &recall_query_table, 0, 0, NULL, LIT("Whom it was taken back from and who has deleted it: all for the author, else those whom one passed it on to; format=csv"), LIT("RecallBoard") },
	{ HTTP_GET, LIT(V1 "/inbox"), inbox_get, RUN_READ, NEED_ROLES, ROLES_CONTENT, &inbox_query_table, 0, ROUTE_REMEMBER, NULL, LIT("What reached one's org, newest first, one line per message; format=csv"), LIT("Inbox") },
	{ HTTP_POST, LIT(V1 "/inbox/ack"), inbox_ack_post, RUN_WRITE, NEED_ROLES, ROLES_CONTENT, &bulk_ack_table, 0, ROUTE_IDEMPOTENT, NULL, LIT("Acknowledge many; a result for each"), LIT("BulkResult") },
	{ HTTP_POST, LIT(V1 "/inbox/outcome"), inbox_outcome_post, RUN_WRITE, NEED_ROLES, ROLES_CONTENT, &bulk_outcome_table, 0, ROUTE_IDEMPOTENT, NULL, LIT("State an outcome for many; a result for each"), LIT("BulkResult") },
	{ HTTP_POST, LIT(V1 "/inbox/comply"), inbox_comply_post, RUN_WRITE, NEED_ROLES, ROLES_CONTENT, &bulk_comply_table, 0, ROUTE_IDEMPOTENT, NULL, LIT("Say for many that what was recalled is deleted; a result for each"), LIT("BulkResult") },
	{ HTTP_POST, LIT(V1 "/deliveries/{id}/ack"), delivery_ack_post, RUN_WRITE, NEED_ROLES, ROLES_CONTENT, NULL, 0, 0, NULL, LIT("Acknowledge; again is no error"), LIT("Delivery") },
	{ HTTP_POST, LIT(V1 "/deliveries/{id}/outcome"), delivery_outcome_post, RUN_WRITE, NEED_ROLES, ROLES_CONTENT, &outcome_table, 0, 0, NULL, LIT("State an outcome; the last one stands"), LIT("Delivery") },
	{ HTTP_POST, LIT(V1 "/deliveries/{id}/comply"), delivery_comply_post, RUN_WRITE, NEED_ROLES, ROLES_CONTENT, &note_table, 0, 0, NULL, LIT("Say that what was recalled is deleted; again is no error"), LIT("Delivery") },
	{ HTTP_POST, LIT(V1 "/deliveries/{id}/pass"), delivery_pass_post, RUN_WRITE, NEED_ROLES, ROLES_CONTENT, &note_table, 0, 0, NULL, LIT("Pass on to the next hop before its limit does"), LIT("Delivery") },

	/* statistics and situation */
	{ HTTP_GET, LIT(V1 "/situation"), situation_get, RUN_READ, NEED_ROLES, MAY_SITUATION, NULL, 0, ROUTE_REMEMBER, NULL, LIT("The situation at a glance: of the country, or of a ministry's sectors"), LIT("Situation") },
	{ HTTP_GET, LIT(V1 "/stats"), stats_list_get, RUN_READ, NEED_ROLES, MAY_STATS, NULL, 0, 0, NULL, LIT("Which figures there are, with their definitions"), LIT("StatList") },
	{ HTTP_GET, LIT(V1 "/stats/{name}"), stats_one_get, RUN_READ, NEED_ROLES, MAY_STATS, &stats_query_table, 0, 0, NULL, LIT("One figure by fiscal year: of the country, one's sectors, or one's own; format=csv or xlsx for a table"), LIT("Stat") },

	/* catalogue and registry */
	{ HTTP_GET, LIT(V1 "/catalog"), catalog_get, RUN_READ, NEED_SIGN_IN, 0, &catalog_query_table, 0, 0, NULL, LIT("The facts in force on a day: plans, sectors, ministries, CEPTOARs, types, routes ..."), LIT("Catalog") },
	{ HTTP_GET, LIT(V1 "/catalog/{kind}"), facts_get, RUN_READ, NEED_SIGN_IN, 0, NULL, 0, 0, NULL, LIT("Every period of one kind of fact (plan, sector, route ...)"), LIT("FactList") },
	{ HTTP_PUT, LIT(V1 "/catalog/{kind}/{id}"), fact_put, RUN_WRITE, NEED_ROLES, ROLE_PLATFORM, &fact_input_table, 0, ROUTE_CATALOG, NULL, LIT("Change a fact; what the program ships will not replace it"), LIT("Fact") },
	{ HTTP_GET, LIT(V1 "/forms"), forms_get, RUN_READ, NEED_SIGN_IN, 0, NULL, 0, 0, NULL, LIT("Which forms there are"), LIT("FormList") },
	{ HTTP_GET, LIT(V1 "/forms/{id}"), form_get, RUN_READ, NEED_SIGN_IN, 0, NULL, 0, 0, NULL, LIT("One form: its sections and fields"), LIT("FormFact") },
	{ HTTP_GET, LIT(V1 "/orgs"), org_list_get, RUN_READ, NEED_SIGN_IN, 0, &org_query_table, 0, 0, NULL, LIT("Organisations as of a day, by code"), LIT("OrgList") },
	{ HTTP_POST, LIT(V1 "/orgs"), org_post, RUN_WRITE, NEED_ROLES, ROLE_PLATFORM, &org_input_table, 0, ROUTE_CREATES | ROUTE_IDEMPOTENT, NULL, LIT("Add an organisation"), LIT("Org") },
	{ HTTP_GET, LIT(V1 "/orgs/{id}"), org_one_get, RUN_READ, NEED_SIGN_IN, 0, &as_of_table, 0, 0, NULL, LIT("One organisation: names, memberships, and for those concerned its contacts"), LIT("Org") },
	{ HTTP_PATCH, LIT(V1 "/orgs/{id}"), org_patch, RUN_WRITE, NEED_ROLES, ROLE_PLATFORM | ROLE_ORG_ADMIN, &org_change_table, 0, ROUTE_IF_MATCH, NULL, LIT("Change sector, head-count or last day"), LIT("Org") },
	{ HTTP_POST, LIT(V1 "/orgs/{id}/names"), org_names_post, RUN_WRITE, NEED_ROLES, ROLE_PLATFORM, &name_input_table, 0, ROUTE_CREATES | ROUTE_IDEMPOTENT, NULL, LIT("A new name from a day on; the old one stays on record"), LIT("Org") },
	{ HTTP_POST, LIT(V1 "/orgs/{id}/memberships"), org_memberships_post, RUN_WRITE, NEED_ROLES, ROLE_PLATFORM, &member_input_table, 0, ROUTE_CREATES | ROUTE_IDEMPOTENT, NULL, LIT("Join a CEPTOAR, council or ISAC"), LIT("Org") },
	{ HTTP_DELETE, LIT(V1 "/orgs/{id}/memberships/{parent}"), org_membership_delete, RUN_WRITE, NEED_ROLES, ROLE_PLATFORM, NULL, 0, 0, NULL, LIT("Leave it: yesterday was the last day"), LIT("") },
	{ HTTP_GET, LIT(V1 "/orgs/{id}/memberships/{parent}/recall"), membership_recall_get, RUN_READ, NEED_SIGN_IN, 0, NULL, 0, 0, NULL, LIT("What leaving would take along, or what became of it; for the platform, the group and the org itself"), LIT("MembershipRecall") },
	{ HTTP_GET, LIT(V1 "/orgs/{id}/contacts"), contact_list_get, RUN_READ, NEED_SIGN_IN, 0, NULL, 0, 0, NULL, LIT("Contact points in order"), LIT("ContactList") },
	{ HTTP_POST, LIT(V1 "/orgs/{id}/contacts"), contact_post, RUN_WRITE, NEED_ROLES, ROLE_PLATFORM | ROLE_ORG_ADMIN, &contact_input_table, 0, ROUTE_CREATES | ROUTE_IDEMPOTENT, NULL, LIT("Add a contact point"), LIT("Contact") },
	{ HTTP_PATCH, LIT(V1 "/orgs/{id}/contacts/{contact}"), contact_patch, RUN_WRITE, NEED_ROLES, ROLE_PLATFORM | ROLE_ORG_ADMIN, &contact_change_table, 0, ROUTE_IF_MATCH, NULL, LIT("Change a contact point; what it was stays on record"), LIT("Contact") },
	{ HTTP_DELETE, LIT(V1 "/orgs/{id}/contacts/{contact}"), contact_delete, RUN_WRITE, NEED_ROLES, ROLE_PLATFORM | ROLE_ORG_ADMIN, NULL, 0, 0, NULL, LIT("Remove a contact point from today on"), LIT("") },
	/* large-scale mode 大規模障害対応 */
	{ HTTP_GET, LIT(V1 "/modes"), mode_list_get, RUN_READ, NEED_SIGN_IN, 0, &mode_query_table, 0, 0, NULL, LIT("Large-scale modes that concern one's org; for who may switch them, all"), LIT("ModeList") },
	{ HTTP_POST, LIT(V1 "/modes"), mode_post, RUN_WRITE, NEED_ROLES, MAY_MODE, &mode_table, 0, ROUTE_CREATES | ROUTE_IDEMPOTENT | ROUTE_PERSON, NULL, LIT("Propose large-scale mode, or in an emergency switch it on alone"), LIT("ModeDone") },
	{ HTTP_POST, LIT(V1 "/modes/{id}/confirm"), mode_confirm_post, RUN_WRITE, NEED_ROLES, MAY_MODE, NULL, 0, ROUTE_PERSON, NULL, LIT("Switch it on; not by who proposed it"), LIT("ModeDone") },
	{ HTTP_POST, LIT(V1 "/modes/{id}/end"), mode_end_post, RUN_WRITE, NEED_ROLES, MAY_MODE, &mode_reason_table, 0, ROUTE_PERSON, NULL, LIT("Step down: the normal routes and limits again"), LIT("ModeDone") },
	{ HTTP_POST, LIT(V1 "/modes/{id}/drop"), mode_drop_post, RUN_WRITE, NEED_ROLES, MAY_MODE, &mode_reason_table, 0, ROUTE_PERSON, NULL, LIT("Drop a proposal"), LIT("ModeDone") },
	/* advisories */
	{ HTTP_GET, LIT(V1 "/advisories"), advisory_list_get, RUN_READ, NEED_ROLES, ROLES_CONTENT, &message_query_table, 0, ROUTE_REMEMBER, NULL, LIT("Advisories that one may see, newest first; format=csv for a table"), LIT("MessageList") },
	{ HTTP_GET, LIT(V1 "/advisories/{id}"), advisory_one_get, RUN_READ, NEED_ROLES, ROLES_CONTENT, NULL, 0, 0, NULL, LIT("One advisory with all that one may know of it"), LIT("MessageView") },
	{ HTTP_POST, LIT(V1 "/advisories"), advisory_post, RUN_WRITE, NEED_ROLES, MAY_ADVISORY_WRITE, &advisory_table, 4 << 20, ROUTE_CREATES | ROUTE_LENIENT | ROUTE_IDEMPOTENT, NULL, LIT("Start an advisory as a draft"), LIT("AdvisoryDone") },
	{ HTTP_POST, LIT(V1 "/advisories/preview"), advisory_preview_post, RUN_READ, NEED_ROLES, MAY_ADVISORY, &advisory_preview_table, 4 << 20, ROUTE_LENIENT, NULL, LIT("Who would get it and why, and what stands against it"), LIT("AdvisoryPreview") },
	{ HTTP_PATCH, LIT(V1 "/advisories/{id}"), advisory_patch, RUN_WRITE, NEED_ROLES, MAY_ADVISORY_WRITE, &advisory_table, 4 << 20, ROUTE_LENIENT | ROUTE_IF_MATCH, NULL, LIT("Replace the draft; an approval falls away"), LIT("AdvisoryDone") },
	{ HTTP_DELETE, LIT(V1 "/advisories/{id}"), advisory_delete, RUN_WRITE, NEED_ROLES, MAY_ADVISORY_WRITE, NULL, 0, 0, NULL, LIT("Drop the draft"), LIT("") },
	{ HTTP_POST, LIT(V1 "/advisories/{id}/preview"), advisory_stored_preview_post, RUN_READ, NEED_ROLES, MAY_ADVISORY, &preview_page_table, 0, 0, NULL, LIT("The same for the stored draft"), LIT("AdvisoryPreview") },
	{ HTTP_POST, LIT(V1 "/advisories/{id}/approve"), advisory_approve_post, RUN_WRITE, NEED_ROLES, MAY_ADVISORY_APPROVE, NULL, 0, ROUTE_PERSON, NULL, LIT("Approve the draft; not by who edited it last"), LIT("AdvisoryDone") },
	{ HTTP_POST, LIT(V1 "/advisories/{id}/publish"), advisory_publish_post, RUN_SLOW, NEED_ROLES, MAY_ADVISORY_PUBLISH, NULL, 0, ROUTE_IDEMPOTENT | ROUTE_PERSON, advisory_publish_before, LIT("Publish the approved draft to its recipients"), LIT("AdvisoryDone") },
	{ HTTP_POST, LIT(V1 "/advisories/{id}/revisions"), advisory_revision_post, RUN_WRITE, NEED_ROLES, MAY_ADVISORY_WRITE, &advisory_table, 4 << 20, ROUTE_CREATES | ROUTE_LENIENT | ROUTE_IDEMPOTENT, NULL, LIT("Start the next version of a published advisory as a draft"), LIT("AdvisoryDone") },
	{ HTTP_POST, LIT(V1 "/advisories/{id}/withdraw"), advisory_withdraw_post, RUN_WRITE, NEED_ROLES, MAY_ADVISORY_PUBLISH, &withdraw_table, 0, ROUTE_PERSON, NULL, LIT("Withdraw it: recipients keep a tombstone only"), LIT("AdvisoryDone") },
	/* triage, cases, severity: the centre's */
	{ HTTP_GET, LIT(V1 "/triage"), triage_get, RUN_READ, NEED_ROLES, MAY_CASE, &triage_query_table, 0, 0, NULL, LIT("Reports that are in no case, and open cases, the most urgent first, each with its reasons"), LIT("Triage") },
	{ HTTP_GET, LIT(V1 "/cases"), case_list_get, RUN_READ, NEED_ROLES, MAY_CASE, &case_query_table, 0, 0, NULL, LIT("Cases, newest first"), LIT("CaseList") },
	{ HTTP_POST, LIT(V1 "/cases"), case_post, RUN_WRITE, NEED_ROLES, MAY_CASE, &incident_table, 0, ROUTE_CREATES | ROUTE_IDEMPOTENT, NULL, LIT("Open a case, of reports or empty"), LIT("CaseDone") },
	{ HTTP_GET, LIT(V1 "/cases/owners"), case_owners_get, RUN_READ, NEED_ROLES, MAY_CASE, NULL, 0, 0, NULL, LIT("Who may own a case"), LIT("PersonList") },
	{ HTTP_GET, LIT(V1 "/cases/{id}"), case_get, RUN_READ, NEED_ROLES, MAY_CASE, NULL, 0, 0, NULL, LIT("One case: reports, advisories, ratings, timeline; one that was merged away says where it went"), LIT("CaseView") },
	{ HTTP_PATCH, LIT(V1 "/cases/{id}"), case_patch, RUN_WRITE, NEED_ROLES, MAY_CASE, &incident_change_table, 0, ROUTE_IF_MATCH, NULL, LIT("Change title, summary, sector or owner"), LIT("CaseDone") },
	{ HTTP_POST, LIT(V1 "/cases/{id}/reports"), case_reports_post, RUN_WRITE, NEED_ROLES, MAY_CASE, &case_reports_table, 0, ROUTE_IDEMPOTENT, NULL, LIT("Add reports; each is in one case at most"), LIT("CaseDone") },
	{ HTTP_DELETE, LIT(V1 "/cases/{id}/reports/{report}"), case_report_delete, RUN_WRITE, NEED_ROLES, MAY_CASE, NULL, 0, 0, NULL, LIT("Take a report out: it waits in triage again"), LIT("CaseDone") },
	{ HTTP_POST, LIT(V1 "/cases/{id}/state"), case_state_post, RUN_WRITE, NEED_ROLES, MAY_CASE, &case_state_table, 0, 0, NULL, LIT("Watch, close, or open again"), LIT("CaseDone") },
	{ HTTP_POST, LIT(V1 "/cases/{id}/notes"), case_note_post, RUN_WRITE, NEED_ROLES, MAY_CASE, &case_note_table, 0, ROUTE_IDEMPOTENT, NULL, LIT("Add a note to its timeline"), LIT("CaseDone") },
	{ HTTP_POST, LIT(V1 "/cases/{id}/merge"), case_merge_post, RUN_WRITE, NEED_ROLES, MAY_CASE, &case_merge_table, 0, 0, NULL, LIT("Merge it into another, which is answered; every time stays"), LIT("CaseDone") },
	{ HTTP_POST, LIT(V1 "/cases/{id}/split"), case_split_post, RUN_WRITE, NEED_ROLES, MAY_CASE, &case_split_table, 0, ROUTE_CREATES | ROUTE_IDEMPOTENT, NULL, LIT("Split reports off into a new case, which is answered"), LIT("CaseDone") },
	{ HTTP_POST, LIT(V1 "/cases/{id}/severity"), case_severity_post, RUN_WRITE, NEED_ROLES, MAY_CASE, &severity_input_table, 0, ROUTE_IDEMPOTENT, NULL, LIT("Rate its severity; supersedes the rating before by the same scheme"), LIT("CaseDone") },
	{ HTTP_GET, LIT(V1 "/cases/{id}/consents"), case_consents_get, RUN_READ, NEED_ROLES, MAY_CASE, NULL, 0, 0, NULL, LIT("What each source allows an advisory to use"), LIT("CaseConsents") },
	{ HTTP_POST, LIT(V1 "/cases/{id}/consents"), case_consents_post, RUN_WRITE, NEED_ROLES, MAY_CASE, &case_ask_table, 0, ROUTE_IDEMPOTENT, NULL, LIT("Ask sources for wider use of their reports"), LIT("CaseConsents") },
	{ HTTP_POST, LIT(V1 "/cases/{id}/advisory"), case_advisory_post, RUN_WRITE, NEED_ROLES, MAY_CASE, NULL, 0, ROUTE_CREATES | ROUTE_IDEMPOTENT, NULL, LIT("Draft an advisory from it, with what the sources' consents allow"), LIT("CaseAdvisory") },
	{ HTTP_GET, LIT(V1 "/cases/{id}/suggestions"), case_suggestions_get, RUN_READ, NEED_ROLES, MAY_CASE, NULL, 0, 0, NULL, LIT("Reports that may belong to it, and why"), LIT("Suggestions") },
	{ HTTP_GET, LIT(V1 "/reports/{id}/suggestions"), report_suggestions_get, RUN_READ, NEED_ROLES, MAY_CASE, NULL, 0, 0, NULL, LIT("Reports that may be of the same event, and why"), LIT("Suggestions") },
	{ HTTP_GET, LIT(V1 "/severity/schemes"), severity_schemes_get, RUN_READ, NEED_SIGN_IN, 0, NULL, 0, 0, NULL, LIT("Severity schemes with their guided forms"), LIT("SeveritySchemes") },
	{ HTTP_GET, LIT(V1 "/severity/compare"), severity_compare_route, RUN_READ, NEED_ROLES, MAY_CASE, &compare_query_table, 0, 0, NULL, LIT("A fiscal year's cases by sector and level of one scheme"), LIT("SeverityCompare") },
};
const size_t n_routes = sizeof routes / sizeof routes[0];

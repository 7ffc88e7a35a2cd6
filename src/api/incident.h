/* api/incident.h — handlers of /triage, /cases and /severity: the centre's judgement of what the reports mean together. */
#ifndef NOROSHI_API_INCIDENT_H
#define NOROSHI_API_INCIDENT_H
#include "api/route.h"

extern const struct field_table triage_query_table, case_query_table, case_reports_table, case_state_table, case_note_table, case_merge_table,
	case_split_table, case_ask_table, compare_query_table;
handler triage_get, case_list_get, case_owners_get, case_post, case_get, case_patch, case_reports_post, case_report_delete, case_state_post,
	case_note_post, case_merge_post, case_split_post, case_severity_post, case_advisory_post, case_consents_get, case_consents_post, case_suggestions_get,
	report_suggestions_get, severity_schemes_get, severity_compare_route;
#endif

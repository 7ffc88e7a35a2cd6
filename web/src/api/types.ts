/* The shapes of the HTTP answers (see the served /api/v1/openapi.json for the inputs). Absent members mean "not given". */

export type Lang = "ja" | "en";
export interface Named { ja: string; en: string }

export type OrgKind = "centre" | "crisis" | "ministry" | "security_ministry" | "response_agency" | "disaster_agency"
	| "security_org" | "ceptoar" | "council" | "isac" | "operator" | "vendor" | "foreign";
export type Role = "reporter" | "approver" | "officer" | "liaison" | "analyst" | "publisher" | "drill_manager" | "org_admin"
	| "auditor" | "platform_admin";
export type Tlp = "CLEAR" | "GREEN" | "AMBER" | "AMBER+STRICT" | "RED";
export type MessageKind = "report" | "advisory";
export type Status = "draft" | "submitted" | "in_review" | "accepted" | "revision_requested" | "closed"
	| "approved" | "published" | "withdrawn" | "superseded";
export type Stage = "first" | "follow_up" | "final";
export type Basis = "law" | "severe" | "fit";
export type DeliveryState = "queued" | "sent" | "delivered" | "opened" | "acknowledged" | "outcome" | "failed" | "recalled";
export type PassState = "none" | "waiting" | "by_hand" | "by_itself";
export type Outcome = "not_affected" | "investigating" | "affected" | "planned" | "done" | "not_applicable";
export type ContactKind = "portal" | "mail" | "webhook" | "taxii" | "phone" | "fax";

export interface OrgRef extends Named { id: string; code: string; kind: OrgKind; sector?: string }

export interface FieldProblem { pointer: string; code: string; title: string }
export interface ProblemBody { title: string; status: number; code: string; trace?: string; errors?: FieldProblem[] }
export interface Page<T> { items: T[]; next?: string; total?: number }

export interface Counts { inbox_open: number; overdue: number; to_pass: number; drafts: number; to_approve: number }
export type Permission = "report.write" | "advisory.write" | "advisory.approve" | "advisory.publish" | "inbox" | "journal" | "token"
	| "admin.org" | "admin.platform";
export interface Me {
	user: Named & { id: string; login: string; roles: Role[] };
	org: OrgRef & { sector?: string };
	csrf: string;
	totp: boolean;
	level: "full" | "enrol" | "password";
	store: { id: string; demo: boolean };
	counts?: Counts;
	may?: Permission[];
	lang: Lang;
}

export interface Plan extends Named { id: string; decided?: string; valid_from: string; valid_to?: string; sources?: string[] }
export interface Service extends Named {
	id: string; law?: string; failures?: string[]; reporting_basis?: string[]; service_level?: string;
}
export interface Sector extends Named {
	id: string; valid_from: string; valid_to?: string; ministry?: OrgRef; services?: Service[]; confidence?: string; sources?: string[];
}
export interface Typed extends Named { id: string; group?: string; group_ja?: string; group_en?: string }
export interface BasisFact extends Named { id: Basis; n: number; anonymous_allowed: boolean }
export interface CeptoarFact extends OrgRef {
	sector?: string; secretariat?: string; secretariat_confidence?: string; members_text?: string; sources?: string[];
}
export interface RouteFact {
	mode: string; kind: string; basis?: string[]; route?: string;
	hops: { to: string; pass: "auto" | "manual"; limit_min?: number }[];
}
export interface Catalog {
	as_of: string; today: string; plans: Plan[]; sectors: Sector[]; ministries: OrgRef[]; ceptoars: CeptoarFact[];
	event_types: Typed[]; cause_types: Typed[]; bases: BasisFact[]; provision_reasons: Typed[]; purposes: Typed[];
	tlp: (Named & { id: Tlp; color: string; background: string })[]; advisory_kinds: Typed[]; outcomes: Typed[];
	consents: Typed[]; routes: RouteFact[]; roles: (Named & { id: Role })[]; org_kinds: (Named & { id: OrgKind })[];
	effects?: Typed[]; disclosures?: Typed[]; severity_schemes?: unknown[];
}

export interface Org extends OrgRef {
	sector?: string; ceptoars?: OrgRef[]; ministry?: OrgRef; valid_from?: string; valid_to?: string; demo?: boolean;
	people?: number; members?: number; version?: number;
	names?: (Named & { valid_from?: string; valid_to?: string })[];
	memberships?: { org: OrgRef; valid_from?: string; valid_to?: string }[];
	contacts?: Contact[];
}
export interface Contact { id: string; kind: ContactKind; address: string; name?: string; note?: string; rank: number; version?: number }
export interface User extends Named {
	id: string; login: string; org: OrgRef; roles: Role[]; state: "active" | "disabled" | "must_change"; totp: boolean;
	created_at?: string; version?: number;
}
export interface Token {
	id: string; name: string; login?: string; scope: "read" | "write"; created_at?: string; expires_at?: string; used_at?: string;
	addresses?: string; token?: string;
}
export interface SessionRow { id: string; created_at: string; seen_at?: string; expires_at?: string; address?: string; current?: boolean }

export interface Attachment { id: string; name: string; type?: string; size: number; sha256?: string }
export interface Effect { state?: "none" | "degraded" | "stopped" | "unknown"; from?: string; until?: string; extent?: string; users?: number | undefined }
export interface ReportInput {
	title?: string; sector?: string; service?: string; event_type?: string; causes?: string[]; basis?: Basis; route?: "ministry" | "ceptoar";
	noticed_at?: string; summary?: string; purpose?: string; tlp?: Tlp; consent?: "none" | "anonymised" | "named"; consent_note?: string;
	occurred_at?: string; aware_at?: string; classified_at?: string; effect?: Effect; level_breached?: "yes" | "no" | "unknown";
	spill_over?: string; progress?: string; recovery?: string; cause_text?: string;
	disclosure?: { state?: "none" | "planned" | "done"; at?: string; note?: string };
	told?: string[]; system?: string; near_miss_counts?: { event_type: string; count: number }[]; month?: string;
	exercise?: boolean; attachments?: string[]; source?: string;
}
export interface Recipients { all?: boolean; sectors?: string[]; ceptoars?: string[]; kinds?: OrgKind[]; orgs?: string[]; except?: string[] }
export interface AdvisoryInput {
	title?: string; kind?: string; reason?: string; tlp?: Tlp; purpose?: string; summary?: string; products?: string[]; effect?: string;
	action?: string; indicators?: { type: string; value: string }[]; sources?: string[]; contact?: string; ack_required?: boolean;
	due_at?: string; exercise?: boolean; based_on?: string[]; attachments?: string[]; recipients?: Recipients;
}
export interface Filed {
	id: string; number?: string; status: Status; revision?: { id: string; number: number }; entry?: string; deliveries?: number;
	orgs?: number; version?: number;
}
export interface AudienceRow {
	org: OrgRef; hop: number; via?: OrgRef; pass?: "auto" | "manual"; limit_min?: number; at?: "now" | "after_pass"; why?: Named;
	people?: number; sees?: string[];
}
export interface ReportPreview { audience: AudienceRow[]; orgs: number; people: number; errors?: FieldProblem[]; never?: Named[] }
export interface AdvisoryPreview {
	orgs: number; people: number; hops?: { hop: number; to: string; orgs: number; pass?: string; limit_min?: number }[];
	by_sector?: { sector: string; orgs: number }[]; by_kind?: { kind: OrgKind; orgs: number }[];
	items?: { org: OrgRef; hop: number; via?: OrgRef; why?: Named }[]; next?: string;
	bounds?: { code: string; title: string }[];
	consents?: { report: { id: string; number: string; title: string }; consent: string; allowed: boolean }[];
	errors?: FieldProblem[];
}

export interface Row {
	id: string; kind: MessageKind; number?: string; title: string; sector?: string; event_type?: string; basis?: Basis; route?: string;
	tlp: Tlp; status: Status; exercise?: boolean; author: OrgRef; submitted_at?: string; updated_at: string; revision?: number; stage?: Stage;
}
export interface Delivery {
	id: string; message: string; revision?: { id: string; number: number }; org?: OrgRef; via?: OrgRef; hop: number; state: DeliveryState;
	sent_at?: string; opened_at?: string; acknowledged_at?: string; due_at?: string; late?: boolean;
	pass?: { state: PassState; due_at?: string; at?: string }; outcome?: Outcome; outcome_at?: string; outcome_date?: string; note?: string;
	contacts?: Contact[];
}
export interface InboxItem { delivery: Delivery; message: Row }
export interface InboxPage extends Page<InboxItem> { counts?: { open: number; overdue: number; to_pass: number } }
export interface BulkResult { results: { id: string; ok: boolean; code?: string; title?: string }[] }

export type Content = Record<string, unknown>;
export interface Revision {
	id: string; number: number; stage?: Stage; title?: string; status: "current" | "superseded" | "draft" | "recalled"; content: Content;
	attachments?: Attachment[]; author_user?: Named; approved_by?: Named; submitted_at?: string; digest?: string; entry?: string;
}
export interface TimelineItem { at: string; what: string; org?: OrgRef; text?: string }
export type MessageAction = "follow_up" | "close" | "review" | "pass" | "acknowledge" | "outcome" | "edit" | "submit" | "approve"
	| "publish" | "withdraw" | "new_version" | "delete" | "receipt" | "board";
export interface Message {
	id: string; kind: MessageKind; number?: string; status: Status; tlp: Tlp; exercise?: boolean; author: OrgRef; sector?: string;
	event_type?: string; basis?: Basis; route?: string; created_at?: string; submitted_at?: string; updated_at?: string; version: number;
	published?: number; revisions?: Revision[]; delivery?: Delivery; deliveries_own?: Delivery[]; timeline?: TimelineItem[];
	who_sees?: { org: OrgRef; since?: string; via?: OrgRef; hop: number }[]; may?: MessageAction[];
	recalled?: boolean; recalled_at?: string; reason?: string;
}
export interface Board extends Page<Delivery> {
	summary: {
		total: number; opened: number; acknowledged: number; outcome: number; late: number;
		hops: { hop: number; to: string; total: number; opened: number; acknowledged: number; late: number; waiting_to_pass: number }[];
		outcomes?: Partial<Record<Outcome, number>>; published_at?: string; still_sending?: boolean;
	};
}
export interface JournalEntry {
	seq: number; id: string; at: string; account?: Named & { id: string }; org?: OrgRef; verb: string; object?: string; digest?: string;
	leaf_hash?: string;
}
export interface JournalHead { store: string; size: number; root: string; signed_at: string; key: string; public_key: string; signature: string }
export interface Receipt {
	noroshi: string; store: string;
	entry: { id: string; at: string; account?: string; org?: string; verb: string; object: string; digest?: string };
	leaf: string; seq: number; proof: string[];
	head: { size: number; root: string; signed_at: string; signature: string };
	key: { id: string; public: string };
	content?: { revision: string; salt: string; body: string };
}

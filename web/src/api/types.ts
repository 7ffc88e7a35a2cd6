/* Short names for what the server takes and answers. The shapes are in schema.d.ts, which script/types writes from the program itself;
 * members that may be absent mean "not given". */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Lang = Schemas["Lang"];
export type Named = Schemas["Named"];
export type OrgKind = Schemas["OrgKind"];
export type Role = Schemas["Role"];
export type Tlp = Schemas["Tlp"];
export type MessageKind = Schemas["MessageKind"];
export type Outcome = Schemas["Outcome"];
export type DeliveryState = Schemas["DeliveryState"];
export type ContactKind = Schemas["ContactKind"];
export type Permission = Schemas["Permission"];
export type MessageAction = Schemas["MessageAction"];

export type FieldProblem = Schemas["FieldProblem"];
/* What the client itself makes where no server answered has no type and no trace. */
export type ProblemBody = Pick<Schemas["Problem"], "title" | "status" | "code"> & Partial<Schemas["Problem"]>;
export interface Page<T> { items: T[]; next?: string }

export type Counts = Schemas["Counts"];
export type Me = Schemas["Me"];
export type User = Schemas["User"];
export type Token = Schemas["Token"];
export type SessionRow = Schemas["SessionRow"];

export type OrgRef = Schemas["OrgRef"];
/* A row of a list, and one org with its history. */
export type Org = Schemas["OrgRow"] & Partial<Schemas["Org"]>;
export type Contact = Schemas["Contact"];

export type Catalog = Schemas["Catalog"];
export type Plan = Schemas["PlanFact"];
export type Sector = Schemas["Sector"];
export type CeptoarFact = Schemas["CeptoarEntry"];
/* Any kind of fact that is a choice; types of events and causes stand in groups. */
export type Typed = Named & { id: string } & Partial<Pick<Schemas["EventTypeFact"], "group" | "group_ja" | "group_en">>;

export type Attachment = Schemas["Attachment"];
/* What a form holds on its way: anything may still be missing. */
type Form<T> = Omit<T, "tlp"> & { tlp?: Tlp };                 /* the server also takes WHITE, the former CLEAR */
export type ReportInput = Form<Schemas["ReportContent"]>;
export type AdvisoryInput = Form<Schemas["AdvisoryContent"]>;
export type Recipients = NonNullable<AdvisoryInput["recipients"]>;
export type Filed = Schemas["ReportDone"];
export type AdvisoryFiled = Schemas["AdvisoryDone"];
export type ReportPreview = Schemas["ReportPreview"];
export type AudienceRow = Schemas["AudienceRow"];
export type AdvisoryPreview = Schemas["AdvisoryPreview"];

export type Row = Schemas["Row"];
export type Delivery = Schemas["Delivery"] & Partial<Schemas["BoardRow"]>;
export type InboxItem = Schemas["InboxItem"];
export type InboxPage = Schemas["Inbox"];
export type BulkResult = Schemas["BulkResult"];
export type Board = Schemas["Board"];
export type RecallBoard = Schemas["RecallBoard"];
export type RecallRow = Schemas["RecallRow"];
export type RecallState = Schemas["RecallState"];
export type AudienceChange = Schemas["AudienceChange"];
export type MembershipRecall = Schemas["MembershipRecall"];
/* Of either kind of message, member by member: what pages show is in their own tables (lib/content.ts). */
export type Content = Record<string, unknown>;
export type Revision = Omit<Schemas["Revision"], "content"> & { content: Content };
export type Message = Schemas["Message"];
export type Tombstone = Schemas["Tombstone"];

export type Mode = Schemas["Mode"];

/* Cases, triage, severity. */
export type Case = Schemas["Case"];
export type CaseRow = Schemas["CaseRow"];
export type CaseState = Schemas["CaseState"];
export type CaseAction = Schemas["CaseAction"];
export type CaseDone = Schemas["CaseDone"];
export type CaseMoment = Schemas["CaseMoment"];
export type CaseSource = Schemas["CaseSource"];
export type CaseConsents = Schemas["CaseConsents"];
export type CaseAdvisory = Schemas["CaseAdvisory"];
export type Triage = Schemas["Triage"];
export type TriageReport = Schemas["TriageReport"];
export type UrgencyReason = Schemas["UrgencyReason"];
export type Suggestion = Schemas["Suggestion"];
export type Suggestions = Schemas["Suggestions"];
export type Person = Schemas["PersonRef"];
export type Rating = Schemas["Rating"];
export type SeverityScheme = Schemas["SeveritySchemeFact"];
export type SeveritySchemes = Schemas["SeveritySchemes"];
export type SeverityCompare = Schemas["SeverityCompare"];

export type JournalEntry = Schemas["JournalEntry"];
export type JournalHead = Schemas["JournalHead"];
export type Receipt = Schemas["Receipt"];

export type Situation = Schemas["Situation"];
export type SituationSector = Schemas["SituationSector"];
export type SituationAdvisory = Schemas["SituationAdvisory"];
export type SituationMode = Schemas["SituationMode"];
export type StatList = Schemas["StatList"];
export type StatDefinition = Schemas["StatDefinition"];
export type Stat = Schemas["Stat"];
export type StatCell = Schemas["StatCell"];

/* Sealed custody. */
export type Envelope = Schemas["Envelope"];
export type SealedContent = Schemas["SealedContent"];
export type SealedReportInput = Schemas["SealedReportInput"];
export type PublicKey = Schemas["PublicKey"];
export type OrgKey = Schemas["OrgKey"];
export type OwnKey = Schemas["OwnKey"];
export type KeyCopy = Schemas["KeyCopy"];
export type KeyList = Schemas["KeyList"];
export type LockedKey = Schemas["LockedKey"];
export type ChainedKey = Schemas["ChainedKey"];

/* The relay, consents, asking back. */
export type RelayDraft = Schemas["RelayDraft"];
export type RelayList = Schemas["RelayList"];
export type RelayNames = Schemas["RelayNames"];
export type RelaySettings = Schemas["RelaySettings"];
export type Consent = Schemas["Consent"];
export type ConsentList = Schemas["ConsentList"];
export type Thread = Schemas["Thread"];
export type ThreadInquiry = Schemas["ThreadInquiry"];
export type ThreadAnswer = Schemas["ThreadAnswer"];

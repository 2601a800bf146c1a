// Who sees which place on the rail. The server decides what an answer holds; this only spares people empty pages.
export const kCaseRoles = [
  'window', 'mediator', 'clerk', 'arbitrator', 'presiding_arbitrator', 'committee_head', 'inspector', 'inspection_head',
  'legal_reviewer', 'bureau_head', 'duty_officer', 'archivist',
]
/** Who may record the receipt of a claim. */
export const kIntakeRoles = ['window', 'mediator', 'clerk', 'inspector']
/** Who looks after the machine. */
export const kSystemRoles = ['system_admin', 'security_admin', 'audit_admin', 'bureau_head', 'duty_officer']
/** Who may load a notice (the server checks it). */
export const kNoticeRoles = ['system_admin', 'bureau_head']
/** The three administrators, kept apart: the system runs, security grants, audit reads. */
export const kAdminRoles = ['system_admin', 'security_admin', 'audit_admin']
/** Who sees that an account exists. */
export const kAccountRoles = kAdminRoles
/** Who reads what others did and read. */
export const kAuditRoles = ['audit_admin']
/** Who opens written reviews from a list. */
export const kReviewRoles = ['inspector', 'clerk']
/** Who keeps the closed files. */
export const kKeeperRoles = ['archivist']
/** Heads of the bureau and its offices. */
export const kHeadRoles = ['bureau_head', 'inspection_head', 'committee_head']
/** Who sees the files whose retention has ended. */
export const kRetentionRoles = [...kKeeperRoles, ...kHeadRoles]

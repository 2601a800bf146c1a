// Operations that need a body or an object, and who may call them; walked by role_walk.test.mjs, counted by accounts.test.mjs.
export const administrators = ['system_admin', 'security_admin', 'audit_admin'];
const everybody = () => true;
const caseworkers = (role) => !administrators.includes(role);
const only = (...some) => (role) => some.includes(role);
/** Roles with a part in the procedure of inspection. */
const takesPart = only('window', 'clerk', 'inspector', 'inspection_head', 'legal_reviewer', 'bureau_head', 'archivist');
const heads = ['bureau_head', 'inspection_head', 'committee_head'];

export const walked = {
  list_approvals: { rule: everybody }, list_employers: { rule: everybody }, list_hearings: { rule: everybody }, list_clocks: { rule: everybody },
  list_alerts: { rule: everybody }, list_special_reports: { rule: everybody }, list_bulletins: { rule: everybody }, list_risk_points: { rule: everybody },
  list_exceptions: { rule: everybody }, list_file_reviews: { rule: everybody }, list_risks: { rule: everybody }, list_key_cases: { rule: everybody },
  list_special_hours: { rule: caseworkers }, list_retention: { rule: everybody }, show_scheduler: { rule: everybody }, show_template: { rule: everybody },
  find_routes: { rule: everybody, body: { claims: ['wages'] } },
  show_preferences: { rule: everybody }, keep_preferences: { rule: everybody, body: {} }, list_drafts: { rule: everybody },
  keep_draft: { rule: everybody, body: { key: 'walk', body: '' } },
  show_report: { rule: caseworkers }, list_report_cases: { rule: caseworkers },
  acknowledge_alert: { rule: only('inspection_head', 'bureau_head'), body: {} }, answer_report: { rule: caseworkers, body: { text: '已收到' }, hidden: true },
  show_paper: { rule: caseworkers }, write_paper: { rule: caseworkers, query: '?draft=true' }, print_paper: { rule: caseworkers, query: '?draft=true' },
  fill_in_paper: { rule: caseworkers, body: { values: {} } }, show_archive: { rule: caseworkers }, export_archive: { rule: caseworkers },
  show_bulletin: { rule: caseworkers, hidden: true }, write_bulletin: { rule: caseworkers, hidden: true }, print_bulletin: { rule: caseworkers, hidden: true },
  show_risk: { rule: caseworkers, hidden: true }, review_file: { rule: caseworkers, hidden: true, body: { answers: {} } },
  mend_file: { rule: caseworkers, hidden: true, body: { note: '已补' } },
  mark_key_case: { rule: only(...heads), body: { reason: '社会关注' } }, report_key_case: { rule: caseworkers, body: {} },
  end_key_case: { rule: only(...heads), hidden: true, body: { reason: '已妥处' } },
  list_messages: { rule: only('system_admin', ...heads) }, resend_message: { rule: only('system_admin', ...heads), hidden: true, body: {} },
  break_glass: { rule: caseworkers, body: { reason: '核对' } },
  list_delegations: { rule: everybody },
  make_delegation: { rule: caseworkers, body: { to: 'nobody', roles: [], first: '2026-01-01', last: '2026-01-01', basis: '1', reason: '核对' } },
  end_delegation: { rule: everybody, hidden: true, body: {} },
  hand_over_case: { rule: only(...heads), body: { role: 'investigator', people: ['u_inspector'], reason: '指定' } },
  hand_over_cases: { rule: only('clerk', ...heads), body: { from: 'u_clerk', to: 'u_mediator', reason: '借调' } },
  list_evidence: { rule: caseworkers }, read_evidence: { rule: caseworkers },
  add_evidence: { rule: takesPart, query: '?kind=document', body: '工资未付\n',
    more: { 'Content-Type': 'text/plain', 'Content-Disposition': 'attachment; filename="note.txt"' } },
  withdraw_evidence: { rule: only('window', ...heads), body: { reason: '重复' } },
  reveal_party: { rule: caseworkers, body: { purpose: 'contact' } },
  correct_party: { rule: caseworkers, body: (role) => ({ address: `示例路${role.length}号 ${role}` }) }, copy_party: { rule: caseworkers, body: {} },
  ask_erasure: { rule: only('archivist'), body: { reason: '期满' } }, answer_erasure: { rule: only(...heads), hidden: true, body: { approve: false, reason: '尚需' } },
  list_drills: { rule: everybody }, show_drill: { rule: only(...heads), hidden: true },
  open_reviews: { rule: only('inspector', 'clerk'), body: { review_year: 2025, open_from: '2026-03-01', submit_by: '2026-06-30', dry_run: true,
    list: 'name,code\n示例公司,91510000TEST00001X\n' } },
  remind_reviews: { rule: only('inspector', 'clerk'), body: { review_year: 2025, dry_run: true } },
};

#include "app/written_reviews.h"

#include <algorithm>
#include <array>

#include "app/texts.h"
#include "storage/store.h"

namespace hejie::app {
namespace {

using Outcome = ReviewLine::Outcome;

constexpr const char* kWorkflow = "written_review";
constexpr int kPage = 200;

/// Which column of the list holds what; -1: no such column.
struct Columns {
  int name = -1, code = -1, sector = -1, worker_count = -1;
};

Result<Columns> read_columns(const CsvRow& header) {
  Columns columns;
  const std::array<std::pair<std::string_view, int*>, 4> known{{{"name", &columns.name},
                                                                {"code", &columns.code},
                                                                {"sector", &columns.sector},
                                                                {"worker_count", &columns.worker_count}}};
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < header.fields.size(); ++i) {
    const auto found = std::ranges::find(known, header.fields[i], [](const auto& entry) { return entry.first; });
    if (found == known.end())
      findings.push_back(bad_value(
          "/list", {"首行有未知的列 " + header.fields[i] + "，只能是 name, code, sector, worker_count",
                    "unknown column " + header.fields[i] + " in the first line: name, code, sector, worker_count"}));
    else
      *found->second = static_cast<int>(i);
  }
  if (columns.name < 0 || columns.code < 0)
    findings.push_back(
        bad_value("/list", {"首行须有 name 和 code 两列", "the first line must name the columns name and code"}));
  if (!findings.empty()) return fail(invalid_form(std::move(findings)));
  return columns;
}

std::string field_of(const CsvRow& row, int column) {
  const auto at = static_cast<std::size_t>(column);
  return column >= 0 && at < row.fields.size() ? row.fields[at] : "";
}

Text words_of(const Error& error) {
  if (error.findings.empty()) return error.message;
  Text all;
  for (const auto& finding : error.findings)
    all = all + (all.empty() ? Text{} : Text{"；", "; "}) + Text{finding.path, finding.path} + Text{"：", ": "} +
          finding.message;
  return all;
}

/// Bad data of one line; anything else ends the whole list.
bool concerns_the_line(const Error& error) {
  return error.code == ErrorCode::invalid || error.code == ErrorCode::malformed;
}

bool of_year(const CaseView& view, int year) {
  const auto found = view.raw.facts.find("review_year");
  const auto* number = found == view.raw.facts.end() ? nullptr : std::get_if<std::int64_t>(&found->second);
  return number != nullptr && *number == year;
}

bool is_reminded(const CaseView& view) {
  const auto found = view.raw.facts.find("reminded");
  const auto* flag = found == view.raw.facts.end() ? nullptr : std::get_if<bool>(&found->second);
  return flag != nullptr && *flag;
}

Status check_role(const Caller& caller) {
  if (caller.has("inspector") || caller.has("clerk")) return {};
  return fail(ErrorCode::forbidden, {"只有监察员或者书记员可以办理书面审查",
                                     "only an inspector or a clerk opens written reviews or reminds of them"});
}

/// What became of the command, in one line.
Status put_result(const Result<CommandResult>& result, ReviewLine& line) {
  if (!result) {
    if (!concerns_the_line(result.error())) return fail(Error(result.error()));
    line.outcome = Outcome::refused;
    line.reason = words_of(result.error());
  } else if (const auto* refused = std::get_if<Refused>(&*result)) {
    line.outcome = Outcome::refused;
    line.reason = refused->rejection.message;
  } else if (const auto* done = std::get_if<CommandOutcome>(&*result)) {
    if (!done->dry_run) line.case_id = done->case_id;
    if (!done->number.empty()) line.number = done->number;
  } else {
    line.outcome = Outcome::refused;
    line.reason = {"案件正被他人改动，请再试", "somebody else is changing the case; try again"};
  }
  return {};
}

}  // namespace

struct WrittenReviews::Running {
  const Caller& caller;
  const ReviewRound& round;
  bool dry_run = false;
  std::set<std::string> codes;  ///< of the lines before
};

std::string_view outcome_id(Outcome outcome) {
  switch (outcome) {
    case Outcome::opened:
      return "opened";
    case Outcome::duplicate:
      return "duplicate";
    case Outcome::refused:
      return "refused";
    case Outcome::reminded:
      return "reminded";
  }
  return "";
}

int ReviewReport::count(Outcome outcome) const {
  return static_cast<int>(std::ranges::count(lines, outcome, &ReviewLine::outcome));
}

/// Is the employer's review of this year there, or an earlier line of the list?
Result<bool> WrittenReviews::find_double(Running& run, ReviewLine& line) {
  const Text again{"该单位本年度已有书面审查", "the employer's review of that year is there already"};
  if (!run.codes.insert(line.code).second) {
    line.reason = {"名单中重复", "the list has this employer twice"};
    return true;
  }
  storage::CaseFilter filter;
  filter.workflow = {kWorkflow};
  filter.employer = {line.code};
  filter.page.limit = kPage;
  TRY(const auto snapshot, store_.snapshot());
  TRY(const auto page, snapshot->list_cases(filter));
  for (const auto& item : page.items) {
    TRY(const auto view, cases_.view(run.caller, item.id, {}, {}));
    if (!of_year(view, run.round.year)) continue;
    line.case_id = item.id;
    line.number = item.number;
    line.reason = again;
    return true;
  }
  return false;
}

Result<ReviewLine> WrittenReviews::open_one(Running& run, const ReviewEmployer& employer, int number) {
  ReviewLine line{number, employer.code, employer.name, Outcome::opened, {}, {}, {}};
  if (employer.name.empty() || employer.code.empty()) {
    line.outcome = Outcome::refused;
    line.reason = {"缺少名称或者统一社会信用代码", "the name or the credit code is missing"};
    return line;
  }
  TRY(const bool twice, find_double(run, line));
  if (twice) {
    line.outcome = Outcome::duplicate;
    return line;
  }
  CommandInput input;
  input.workflow = kWorkflow;
  input.event = "give_notice";
  input.data_json = review_notice_json(run.round, employer);
  input.dry_run = run.dry_run;
  TRY_VOID(put_result(cases_.execute(run.caller, input, {}), line));
  return line;
}

Result<ReviewReport> WrittenReviews::open(const Caller& caller, const ReviewRound& round, const std::string& list,
                                          bool dry_run) {
  TRY_VOID(check_role(caller));
  TRY(const auto rows, read_csv(list));
  if (rows.empty() || rows.size() > kMostLines + 1)
    return fail(invalid_form(
        {bad_value("/list", {"名单为空或者超过一万行", "the list is empty or has more than 10,000 lines"})}));
  TRY(const auto columns, read_columns(rows.front()));
  Running run{caller, round, dry_run, {}};
  ReviewReport report{dry_run, {}};
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto& row = rows[i];
    const ReviewEmployer employer{field_of(row, columns.name), field_of(row, columns.code),
                                  field_of(row, columns.sector), field_of(row, columns.worker_count)};
    TRY(auto line, open_one(run, employer, row.line));
    report.lines.push_back(std::move(line));
  }
  return report;
}

Result<ReviewLine> WrittenReviews::remind_one(const Caller& caller, const CaseView& view, bool dry_run) {
  ReviewLine line{0, "", "", Outcome::reminded, view.id, view.number, {}};
  for (const auto& party : view.parties)
    if (party.role == "employer") line.name = party.name;
  CommandInput input;
  input.case_id = view.id;
  input.event = "remind";
  input.if_match = view.version;
  input.dry_run = dry_run;
  TRY_VOID(put_result(cases_.execute(caller, input, {}), line));
  return line;
}

Result<ReviewReport> WrittenReviews::remind(const Caller& caller, int year, bool dry_run) {
  TRY_VOID(check_role(caller));
  ReviewReport report{dry_run, {}};
  std::vector<storage::CaseItem> waiting;
  storage::CaseFilter filter;
  filter.workflow = {kWorkflow};
  filter.state = {"notice", "not_submitted"};
  filter.page.limit = kPage;
  do {
    TRY(const auto snapshot, store_.snapshot());
    TRY(auto page, snapshot->list_cases(filter));
    filter.page.cursor = page.next;
    for (auto& item : page.items) waiting.push_back(std::move(item));
  } while (!filter.page.cursor.empty());
  for (const auto& item : waiting) {
    TRY(const auto view, cases_.view(caller, item.id, {}, {}));
    if (!of_year(view, year) || is_reminded(view)) continue;
    TRY(auto line, remind_one(caller, view, dry_run));
    report.lines.push_back(std::move(line));
  }
  return report;
}

Result<WrittenReviews::Keyed> WrittenReviews::once(const Caller& caller, const IdempotencyKey& key, const Work& work) {
  TRY(const auto running, in_flight_.begin(caller, key));
  {
    TRY(const auto snapshot, store_.snapshot());
    TRY(auto answer, find_answer(*snapshot, caller, key));
    if (answer) return Keyed{std::move(*answer), true};
  }
  TRY(auto answer, work());
  storage::Commit commit;
  commit.recorded_at = clock_.now();
  commit.recorded_by = caller.account;
  commit.idempotency = key_record(caller, key, Instant{commit.recorded_at.ms + kKeyKeptMs}, answer);
  if (const auto done = store_.commit(std::move(commit)); !done) return fail(Error(done.error()));
  return Keyed{std::move(answer), false};
}

}  // namespace hejie::app

#include "app/case_table.h"

#include <algorithm>
#include <map>

#include "app/texts.h"
#include "documents/xlsx.h"

namespace hejie::app {
namespace {

constexpr int kPage = 500;

const std::map<std::string, Text>& heads() {
  static const std::map<std::string, Text> kHeads{
      {"number", {"案号", "Case no."}},       {"matter", {"事由", "Matter"}},
      {"procedure", {"程序", "Procedure"}},   {"stage", {"阶段", "Stage"}},
      {"employer", {"用人单位", "Employer"}}, {"handler", {"承办人", "Handler"}},
      {"next_due", {"最近到期", "Next due"}}, {"opened", {"收件", "Received"}},
      {"filed", {"立案", "Filed"}},           {"closed_on", {"办结", "Closed"}}};
  return kHeads;
}

std::string day(const std::optional<Date>& date) {
  return date ? format_date(*date) : std::string{};
}

std::string cell(const CaseListItem& item, const std::string& column, bool en) {
  const auto in = [&](const Text& text) { return en ? text.en : text.zh; };
  if (column == "number") return item.number;
  if (column == "matter") return in(item.title);
  if (column == "procedure") return in(item.workflow_name);
  if (column == "stage") return in(item.state_name);
  if (column == "employer") return item.employer_name;
  if (column == "handler") return item.handler_name;
  if (column == "next_due") return day(item.next_due);
  if (column == "opened") return format_date(item.opened_on);
  if (column == "filed") return day(item.filed_on);
  return day(item.closed_on);
}

}  // namespace

const std::vector<std::string>& case_table_columns() {
  static const std::vector<std::string> kColumns{"number",  "matter",   "procedure", "stage", "employer",
                                                 "handler", "next_due", "opened",    "filed", "closed_on"};
  return kColumns;
}

Result<std::string> case_table(WorkLists& lists, const Caller& caller, CaseQuery query,
                               const std::vector<std::string>& columns, std::string_view language, Date today,
                               std::size_t most) {
  const bool en = language == "en";
  const auto& chosen = columns.empty() ? case_table_columns() : columns;
  documents::Table table;
  table.name = en ? "Cases" : "案件";
  std::vector<Finding> findings;
  for (const auto& column : chosen) {
    const auto head = heads().find(column);
    if (head == heads().end())
      findings.push_back(bad_value("?columns", {"没有这一列：" + column, "there is no column " + column}));
    else
      table.head.push_back(en ? head->second.en : head->second.zh);
  }
  if (!findings.empty()) return fail(invalid_form(std::move(findings)));
  query.limit = kPage;
  do {
    TRY(const auto page, lists.cases(caller, query));
    if (table.rows.size() + page.items.size() > most)
      return fail(ErrorCode::too_large, {"超过 " + std::to_string(most) + " 行，请先缩小范围",
                                         "More than " + std::to_string(most) + " rows; narrow the query first"});
    for (const auto& item : page.items) {
      auto& row = table.rows.emplace_back();
      for (const auto& column : chosen) row.push_back(cell(item, column, en));
    }
    query.cursor = page.next;
  } while (!query.cursor.empty());
  return documents::write_xlsx(table, today);
}

}  // namespace hejie::app

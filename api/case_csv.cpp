#include "api/case_csv.h"

#include "app/csv.h"

namespace hejie::api {
namespace {

std::string date_or_empty(const std::optional<Date>& date) {
  return date ? format_date(*date) : std::string{};
}

}  // namespace

std::string cases_csv(const app::List<app::CaseListItem>& list, std::string_view language) {
  const bool en = language == "en";
  const auto in = [&](const Text& text) { return en ? text.en : text.zh; };
  // A byte order mark, so that spreadsheet programs read the Chinese text as UTF-8.
  std::string out = "\xEF\xBB\xBF";
  out += en ? app::csv_row({"number", "procedure", "state", "title", "handler", "employer", "next due", "next clock",
                            "opened", "filed", "closed", "id"})
            : app::csv_row({"案号", "程序", "状态", "标题", "承办人", "用人单位", "最近到期", "期限", "收件日",
                            "立案日", "结案日", "编号"});
  for (const auto& item : list.items) {
    out += app::csv_row({item.number, in(item.workflow_name), in(item.state_name), in(item.title), item.handler_name,
                         item.employer_name, date_or_empty(item.next_due), item.next_clock, format_date(item.opened_on),
                         date_or_empty(item.filed_on), date_or_empty(item.closed_on), item.id.value});
  }
  return out;
}

}  // namespace hejie::api

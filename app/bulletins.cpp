#include "app/bulletins.h"

#include <fmt/format.h>

#include "app/case_rows.h"
#include "app/csv.h"
#include "app/work_lists_impl.h"
#include "documents/escape.h"

namespace hejie::app {
namespace {

constexpr std::string_view kUnit = "unit:", kSector = "sector:", kAccount = "account:";

Error no_bulletin() {
  return {ErrorCode::not_found, {"没有这份通报", "There is no such bulletin"}};
}

bool may_see(const Caller& caller, const storage::KeptRow& row) {
  if (row.kind == kBulletinKind) return true;
  return row.kind == kWorkListKind && (is_head(caller) || row.subject == std::string(kAccount) + caller.account.value);
}

Text unit_name(const std::string& id) {
  if (id == "mediation") return {"调解", "mediation"};
  if (id == "arbitration") return {"仲裁", "arbitration"};
  return {"监察", "inspection"};
}

Text sector_name(const Definitions& definitions, const std::string& id) {
  for (const auto& overlay : definitions.overlays())
    for (const auto& sector : overlay.bureau.sectors)
      if (sector.id == id) return sector.name;
  for (const auto& procedure : definitions.all_in_force())
    if (const auto* fact = procedure->find_fact("sector"))
      for (const auto& [value, name] : fact->values)
        if (value == id) return name;
  return {id, id};
}

Text subject_name(storage::Snapshot& snapshot, const Definitions& definitions, const std::string& subject) {
  if (subject.starts_with(kUnit)) return unit_name(subject.substr(kUnit.size()));
  if (subject.starts_with(kSector)) return sector_name(definitions, subject.substr(kSector.size()));
  if (!subject.starts_with(kAccount)) return {"全局", "the whole bureau"};
  const auto account = snapshot.find_account(AccountId(subject.substr(kAccount.size())));
  const std::string name = account && *account ? (*account)->display_name : subject;
  return {name, name};
}

using documents::escape;

std::string rate(const KeptFigure& figure) {
  constexpr double kPercent = 100.0;
  if (!figure.denominator) return std::to_string(figure.numerator);
  if (*figure.denominator == 0) return "-";
  return fmt::format("{:.1f} %",
                     static_cast<double>(figure.numerator) / static_cast<double>(*figure.denominator) * kPercent);
}

struct Words {
  bool en = false;
  [[nodiscard]] const std::string& of(const Text& text) const { return en ? text.en : text.zh; }
  [[nodiscard]] const char* say(const char* zh, const char* english) const { return en ? english : zh; }
};

std::string link_to(const CaseId& id, const std::string& text) {
  return "<a href=\"/cases/" + escape(id.value) + "\">" + escape(text) + "</a>";
}

std::string case_links(const std::vector<CaseId>& cases) {
  std::string out;
  for (std::size_t i = 0; i < cases.size(); ++i) out += (i == 0 ? "" : " ") + link_to(cases[i], std::to_string(i + 1));
  return out;
}

std::string figures_table(const BulletinView& bulletin, const Words& words) {
  std::string out = fmt::format("<table><thead><tr><th>{}</th><th>{}</th><th>{}</th><th>{}</th></tr></thead><tbody>",
                                words.say("指标", "figure"), words.say("数值", "value"), words.say("目标", "target"),
                                words.say("案件", "cases"));
  for (const auto& figure : bulletin.body.figures) {
    std::string value = rate(figure);
    if (figure.denominator) value += fmt::format(" ({}/{})", figure.numerator, *figure.denominator);
    out += fmt::format("<tr><th>{}<small>{}</small></th><td>{}</td><td>{}</td><td>{}</td></tr>",
                       escape(words.of(figure.name)), escape(words.of(figure.definition)), value,
                       figure.target ? fmt::format("{} %", *figure.target) : "", case_links(figure.cases));
  }
  out += fmt::format("<tr><th>{}</th><td>{}</td><td></td><td>{}</td></tr>", words.say("在办重点案件", "open key cases"),
                     bulletin.body.key_cases.size(), case_links(bulletin.body.key_cases));
  return out + "</tbody></table>";
}

std::string lines_table(const BulletinView& bulletin, const Words& words) {
  std::string out = fmt::format("<table><thead><tr><th>{}</th><th>{}</th><th>{}</th></tr></thead><tbody>",
                                words.say("到期", "due"), words.say("期限", "duty"), words.say("案件", "case"));
  for (const auto& line : bulletin.body.lines)
    out +=
        fmt::format("<tr><td>{}</td><td>{}{}</td><td>{}</td></tr>", format_date(line.due), escape(words.of(line.name)),
                    line.status == "breached" ? words.say("（已逾期）", " (overdue)") : "",
                    link_to(line.case_id, line.number.empty() ? line.case_id.value : line.number));
  return out + "</tbody></table>";
}

std::string title_of(const BulletinView& bulletin, const Words& words) {
  const auto& name = words.of(bulletin.subject_name);
  return bulletin.kind == kWorkListKind
             ? fmt::format(fmt::runtime(words.say("{1}：{0}月度工作清单", "Work list of {1} for {0}")), bulletin.period,
                           name)
             : fmt::format(fmt::runtime(words.say("{0}季度通报（{1}）", "Bulletin of {0}: {1}")), bulletin.period,
                           name);
}

}  // namespace

Result<BulletinView> Bulletins::view_of(storage::Snapshot& snapshot, const storage::KeptRow& row) const {
  BulletinView view;
  view.id = row.id;
  view.kind = row.kind;
  view.subject = row.subject;
  view.period = row.period;
  view.subject_name = subject_name(snapshot, definitions_, row.subject);
  view.made_at = row.made_at;
  read_body(row.body, view.body);
  return view;
}

Result<List<BulletinView>> Bulletins::list(const Caller& caller, const BulletinQuery& query) {
  if (!may_read_cases(caller)) return List<BulletinView>{};
  storage::KeptFilter filter;
  filter.kind = query.kind.empty() ? std::vector<std::string>{kBulletinKind, kWorkListKind} : query.kind;
  std::erase_if(filter.kind, [](const std::string& kind) { return kind != kBulletinKind && kind != kWorkListKind; });
  if (filter.kind.empty()) return List<BulletinView>{};
  filter.subject = query.subject;
  filter.period = query.period;
  filter.page = {query.limit, query.cursor};
  TRY(const auto snapshot, store_.snapshot());
  TRY(const auto page, snapshot->list_kept(filter));
  List<BulletinView> list{{}, page.next};
  for (const auto& row : page.items) {
    if (!may_see(caller, row)) continue;
    TRY(auto view, view_of(*snapshot, row));
    list.items.push_back(std::move(view));
  }
  return list;
}

Result<BulletinView> Bulletins::show(const Caller& caller, long long id) {
  TRY(const auto snapshot, store_.snapshot());
  TRY(const auto row, snapshot->find_kept(id));
  if (!row || !may_read_cases(caller) || !may_see(caller, *row)) return fail(no_bulletin());
  return view_of(*snapshot, *row);
}

std::string bulletin_page(const BulletinView& bulletin, std::string_view language, const std::string& bureau) {
  const Words words{language == "en"};
  const std::string title = escape(title_of(bulletin, words));
  return fmt::format(
      "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{}</title><style>"
      "body{{font-family:serif;max-width:46rem;margin:2rem "
      "auto;line-height:1.6}}h1{{font-size:1.4rem;text-align:center}}"
      "table{{width:100%;border-collapse:collapse}}th,td{{border:1px solid #666;padding:.3rem .5rem;text-align:left;"
      "vertical-align:top}}small{{display:block;font-weight:400}}@media print{{body{{margin:0}}a{{color:inherit}}}}"
      "</style></head><body><h1>{}</h1><p>{}　{} – {}　{} {}</p>{}</body></html>",
      words.en ? "en" : "zh-CN", title, title, escape(bureau), format_date(bulletin.body.from),
      format_date(bulletin.body.to), words.say("生成于", "made on"), format_date(to_bureau(bulletin.made_at).day),
      bulletin.kind == kWorkListKind ? lines_table(bulletin, words) : figures_table(bulletin, words));
}

std::string bulletin_csv(const BulletinView& bulletin, std::string_view language) {
  const Words words{language == "en"};
  std::string out = "\xEF\xBB\xBF";
  if (bulletin.kind == kWorkListKind) {
    out += csv_row({words.say("到期", "due"), words.say("期限", "duty"), words.say("状态", "status"),
                    words.say("案号", "number"), words.say("编号", "id")});
    for (const auto& line : bulletin.body.lines)
      out += csv_row({format_date(line.due), words.of(line.name), line.status, line.number, line.case_id.value});
    return out;
  }
  out += csv_row({words.say("指标", "figure"), words.say("分子", "numerator"), words.say("分母", "denominator"),
                  words.say("数值", "value"), words.say("目标", "target"), words.say("案件", "cases")});
  const auto joined = [](const std::vector<CaseId>& cases) {
    std::string text;
    for (const auto& id : cases) text += (text.empty() ? "" : " ") + id.value;
    return text;
  };
  for (const auto& figure : bulletin.body.figures)
    out += csv_row({words.of(figure.name), std::to_string(figure.numerator),
                    figure.denominator ? std::to_string(*figure.denominator) : "", rate(figure),
                    figure.target ? std::to_string(*figure.target) + " %" : "", joined(figure.cases)});
  out += csv_row({words.say("在办重点案件", "open key cases"), std::to_string(bulletin.body.key_cases.size()), "", "",
                  "", joined(bulletin.body.key_cases)});
  return out;
}

}  // namespace hejie::app

// The file for the archive: catalog of main and secondary file with pages, cover, retention; a closed case as one ZIP.
#include <fmt/core.h>

#include <algorithm>

#include "app/paper_desk_impl.h"
#include "app/secondary_file.h"
#include "documents/escape.h"
#include "documents/zip.h"

namespace hejie::app {
namespace {

std::string day_or_empty(const std::optional<Date>& day) {
  return day ? chinese_day(*day) : std::string{};
}

std::string table_row(std::initializer_list<std::string> cells, const char* tag = "td") {
  std::string out = "<tr>";
  for (const auto& cell : cells) out += std::string("<") + tag + ">" + cell + "</" + tag + ">";
  return out + "</tr>";
}

std::string pages_text(const ArchiveLine& line) {
  const int last = line.from + line.pages - 1;
  return last == line.from ? std::to_string(line.from) : fmt::format("{}-{}", line.from, last);
}

std::string digits(const std::string& text, std::size_t from) {
  std::string out;
  for (std::size_t i = from; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i) out += text[i];
  return out;
}

/// Year, letters of the kind, number of the case: "2026-ZC-0418".
std::string archive_number(const std::string& number, const std::string& letters) {
  const auto year_at = number.find("20");
  const std::string year = year_at == std::string::npos ? "" : digits(number, year_at);
  std::string last;
  for (std::size_t i = year_at == std::string::npos ? 0 : year_at + year.size(); i < number.size(); ++i) {
    const std::string run = digits(number, i);
    if (run.empty()) continue;
    last = run;
    i += run.size();
  }
  if (year.size() != 4 || last.empty() || letters.empty()) return {};
  return fmt::format("{}-{}-{:0>4}", year, letters, last);
}

std::string kept_text(const engine::Period& period) {
  return period.unit == calendar::Unit::years ? std::to_string(period.count) + "年"
                                              : std::to_string(period.count) + "个月";
}

std::string file_stem(std::size_t number, const ArchiveLine& line) {
  return fmt::format("{:02}_{}", number, file_name(line.name.zh));
}

const char* kIndexStyle =
    "body{max-width:190mm;margin:10mm auto;padding:0 8mm;color:#000;background:#fff;font:15px/24px \"Noto Sans CJK "
    "SC\",\"Microsoft "
    "YaHei\",sans-serif}h1{font-size:24px;text-align:center}h2{margin:20px 0 "
    "6px;font-size:17px}table{width:100%;border-collapse:"
    "collapse}th,td{border:1px solid #444;padding:4px 8px;text-align:left;vertical-align:top}th{background:#eee}";

}  // namespace

bool is_cover(const std::string& document) {
  return document == "file_cover" || document == "file_index";
}

Result<ArchiveView> PaperDesk::archive(const Caller& caller, const CaseId& id) {
  TRY(const auto opened, open(caller, id));
  return list_for(caller, opened);
}

Result<ArchiveView> PaperDesk::list_for(const Caller& caller, const Opened& opened) {
  TRY(auto view, list(opened));
  for (auto* part : {&view.main, &view.secondary}) {
    std::vector<ArchiveLine> kept;
    for (auto& line : *part) {
      TRY(const bool cleared, reads_label(caller, opened, line.label));
      if (cleared) kept.push_back(std::move(line));
    }
    *part = std::move(kept);
  }
  if (view.secondary.empty()) return view;
  TRY(const bool open, reads_secondary(caller, opened.view.id, opened.summary));
  view.secondary_hidden = !open;
  if (!open) view.secondary.clear();
  return view;
}

Result<ArchiveView> PaperDesk::list(const Opened& opened) {
  const auto& view = opened.view;
  ArchiveView out;
  out.number = view.number;
  out.category = view.workflow_name;
  out.cause = opened.summary.title.zh;
  out.result = view.state_name.zh;
  out.opened_on = view.opened_on;
  out.filed_on = opened.summary.filed_on;
  out.closed_on = opened.summary.closed_on;
  out.closed = view.phase != "open";
  if (view.phase == "final") out.archived_on = view.since;
  const auto letters = opened.rules.archive_letters.find(view.workflow);
  out.archive_no = archive_number(view.number, letters == opened.rules.archive_letters.end() ? "" : letters->second);
  for (const auto& role : view.procedure->parties) {
    std::vector<std::string> keys;
    for (const auto& party : view.parties)
      if (party.role == role.id) keys.push_back(party.key);
    if (!keys.empty()) out.sides.emplace_back(role.name, party_names(opened.file(), keys));
  }
  for (const auto& clock : opened.view.raw.clocks) {
    const auto* rule = view.procedure->find_clock(clock.rule);
    if (rule == nullptr || rule->owner != "archivist" || rule->kind != engine::ClockKind::timer || !clock.length)
      continue;
    out.kept = kept_text(*clock.length);
    out.kept_until = clock.due;
    out.kept_cite = rule->cite;
  }
  int next_main = 1;
  int next_secondary = 1;
  const auto add = [&](const std::string& document, const std::string& paper) -> Status {
    TRY(const auto made, make(opened, paper, true, nullptr));
    const bool inside = is_secondary(opened.rules, view.workflow, document);
    int& next = inside ? next_secondary : next_main;
    (inside ? out.secondary : out.main)
        .push_back({made.id, made.name, made.issued_on.value_or(view.opened_on), made.pages, next, made.pages_counted,
                    made.label});
    next += made.pages;
    return {};
  };
  for (const auto& document : view.raw.documents) {
    if (is_cover(document.document)) continue;
    const PaperId paper{document.document, document.copy, false};
    TRY_VOID(add(document.document, paper_id_text(paper)));
    const bool served = std::ranges::any_of(view.raw.services, [&](const engine::Service& service) {
      return service.document == document.document && service.copy == document.copy;
    });
    if (served) TRY_VOID(add(document.document, paper_id_text({document.document, document.copy, true})));
  }
  return out;
}

Result<std::string> PaperDesk::index_page(const Caller& caller, const Opened& opened, const ArchiveView& view) {
  TRY(const auto history, parts_.cases.history(caller, opened.view.id));
  const std::string title = documents::escape(view.number.empty() ? view.category.zh : view.number);
  std::string out = "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>" + title +
                    "</title><style>" + kIndexStyle + "</style></head><body><main><h1>案卷</h1><h2>封面</h2><table>";
  out += table_row({"案号", documents::escape(view.number)}) + table_row({"档案号", view.archive_no}) +
         table_row({"类别", documents::escape(view.category.zh)}) + table_row({"案由", documents::escape(view.cause)});
  for (const auto& [role, names] : view.sides) out += table_row({documents::escape(role.zh), documents::escape(names)});
  out += table_row({"承办单位", documents::escape(opened.issuer)}) +
         table_row({"处理结果", documents::escape(view.result)}) +
         table_row({"收件日期", chinese_day(view.opened_on)}) + table_row({"立案日期", day_or_empty(view.filed_on)}) +
         table_row({"结案日期", day_or_empty(view.closed_on)}) +
         table_row({"归档日期", day_or_empty(view.archived_on)}) + table_row({"保管期限", view.kept}) +
         table_row({"保管至", day_or_empty(view.kept_until)}) + "</table>";
  std::size_t number = 0;
  for (const auto* part : {&view.main, &view.secondary}) {
    out += std::string("<h2>") + (part == &view.main ? "正卷目录" : "副卷目录") + "</h2><table>" +
           table_row({"序号", "文书", "日期", "页次", "文件"}, "th");
    std::size_t row = 0;
    for (const auto& line : *part) {
      const std::string stem = "papers/" + file_stem(++number, line);
      out += table_row({std::to_string(++row), documents::escape(line.name.zh), chinese_day(line.on), pages_text(line),
                        "<a href=\"" + documents::escape(stem) + ".html\">阅读</a> <a href=\"" +
                            documents::escape(stem) + ".docx\">Word</a>"});
    }
    out += "</table>";
  }
  out += "<h2>经过</h2><table>" + table_row({"日期", "事项", "录入人", "录入时间"}, "th");
  for (const auto& item : history) {
    const auto* act = std::get_if<engine::Act>(&item.event);
    if (act == nullptr) continue;
    const auto* event = opened.view.procedure->find_event(act->event);
    std::string name = event != nullptr ? event->name.zh : act->event;
    if (act->serve)
      if (const auto* document = opened.view.procedure->find_document(act->serve->document))
        name = "送达" + document->name.zh + "：" + party_names(opened.file(), {act->serve->to});
    out += table_row({chinese_day(act->on), documents::escape(name), documents::escape(item.recorded_by_name),
                      format_moment(to_bureau(item.recorded_at))});
  }
  out +=
      "</table><p>data/ 中是本案的全部数据(JSON):case.json 案件,history.json 经过,clocks.json 期限及逐日计算。</p>"
      "<p lang=\"en\">The folder data/ holds everything of this case as JSON: the case, its history, its clocks day by "
      "day.</p>"
      "</main></body></html>\n";
  return out;
}

Result<PaperFile> PaperDesk::archive_zip(const Caller& caller, const CaseId& id, const ArchiveExtras& extras) {
  TRY(const auto opened, open(caller, id));
  if (opened.view.phase == "open")
    return fail(ErrorCode::invalid,
                {"案件还没有结案，结案后才能导出案卷", "The case is open; its file is exported once it is closed"},
                {{"", "open_case", {"先办结案", "close the case first"}}});
  TRY(const auto view, list_for(caller, opened));
  documents::ZipEntries entries;
  TRY(auto index, index_page(caller, opened, view));
  entries.push_back({"index.html", std::move(index)});
  std::size_t number = 0;
  for (const auto* part : {&view.main, &view.secondary}) {
    for (const auto& line : *part) {
      std::string docx;
      TRY(const auto made, make(opened, line.paper, true, &docx));
      const std::string stem = "papers/" + file_stem(++number, line);
      TRY(auto page, documents::html_of_docx(docx, made.name.zh));
      entries.push_back({stem + ".html", std::move(page)});
      entries.push_back({stem + ".docx", std::move(docx)});
    }
  }
  for (const auto& [name, bytes] : extras) entries.push_back({name, bytes});
  PaperFile file;
  TRY(file.bytes, documents::write_zip(entries, opened.today));
  file.name = file_name((view.number.empty() ? opened.view.id.value : view.number) + ".zip");
  return file;
}

}  // namespace hejie::app

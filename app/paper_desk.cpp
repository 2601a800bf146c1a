#include "app/paper_desk.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/break_glass.h"
#include "app/case_people.h"
#include "app/case_rows.h"
#include "app/paper_desk_impl.h"
#include "app/secondary_file.h"
#include "app/texts.h"
#include "app/units.h"
#include "resources/resources.h"

namespace hejie::app {
namespace {

constexpr std::size_t kMostTyped = 20 * 1024;
constexpr int kMostPages = 2000;
constexpr const char* kReceipt = "service_receipt";
constexpr const char* kGeneral = "general";

std::optional<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

/// Ids of workflows and documents make file names: letters, digits and "_" only.
bool is_id(const std::string& text) {
  return !text.empty() && text.size() <= 64 &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

std::string with_names(std::string text, const std::string& unit, const std::string& bureau) {
  for (const auto& [mark, name] : {std::pair<std::string, std::string>{"{unit}", unit}, {"{bureau}", bureau}})
    if (const auto at = text.find(mark); at != std::string::npos) text.replace(at, mark.size(), name);
  return text;
}

std::string bureau_name(const Definitions& definitions) {
  std::string name;
  for (const auto& overlay : definitions.overlays())
    if (!overlay.bureau.name.zh.empty()) name = overlay.bureau.name.zh;
  return name.empty() ? definitions.settings().unit + "人力资源和社会保障局" : name;
}

template <typename Map>
typename Map::mapped_type of_workflow(const Map& map, const std::string& workflow) {
  auto found = map.find(workflow);
  if (found == map.end()) found = map.find("");
  return found == map.end() ? typename Map::mapped_type{} : found->second;
}

TextId notes_id(const CaseId& id, const std::string& paper) {
  return TextId("t_paper_" + id.value + "_" + paper);
}

Error no_such_paper() {
  return {ErrorCode::not_found, {"本案程序没有这种文书", "The procedure of this case has no such document"}};
}

Result<std::map<AccountId, std::string>> names_of_accounts(storage::Snapshot& snapshot) {
  std::map<AccountId, std::string> names;
  TRY(const auto accounts, snapshot.accounts());
  for (const auto& account : accounts)
    names[account.id] = account.display_name.empty() ? account.username : account.display_name;
  return names;
}

std::map<std::string, PaperNotes> read_notes(storage::Snapshot& snapshot, const CaseView& view) {
  std::map<std::string, PaperNotes> notes;
  for (const auto& document : view.procedure->documents) {
    // A copy that is not there yet may be prepared.
    const auto issued = std::ranges::count(view.raw.documents, document.id, &engine::IssuedDocument::document);
    std::vector<TextId> ids;
    std::vector<std::string> papers;
    for (int copy = 1; copy <= static_cast<int>(issued) + 1; ++copy) {
      for (const bool receipt : {false, true}) {
        papers.push_back(paper_id_text({document.id, copy, receipt}));
        ids.push_back(notes_id(view.id, papers.back()));
      }
    }
    const auto texts = snapshot.texts(ids);
    if (!texts) continue;
    for (const auto& text : *texts)
      for (std::size_t i = 0; i < ids.size(); ++i)
        if (ids[i] == text.id) notes[papers[i]] = read_paper_notes(text.body);
  }
  return notes;
}

Text label_of(const std::string& name, const PaperRules& rules, const engine::Procedure& procedure) {
  const auto known = rules.names.find(name);
  if (known != rules.names.end()) return known->second;
  for (const auto& fact : procedure.facts)
    if (fact.name.zh == name || fact.id == name) return fact.name;
  for (const auto& role : procedure.parties)
    if (role.name.zh == name) return role.name;
  return {name, name};
}

/// Fields of lists are rows of the case; they are not asked for one by one.
bool of_list(const std::string& name, const documents::Fields& fields) {
  const auto dot = name.find('.');
  return dot != std::string::npos && fields.lists.contains(name.substr(0, dot));
}

std::vector<PaperField> fields_for(const std::vector<documents::Wanted>& wanted, const documents::Fields& known,
                                   const PaperNotes* notes, const PaperRules& rules,
                                   const engine::Procedure& procedure) {
  std::vector<PaperField> out;
  for (const auto& one : wanted) {
    if (of_list(one.name, known)) continue;
    PaperField field{one.name, label_of(one.name, rules, procedure), "", one.required, false};
    const auto value = known.values.find(one.name);
    field.typed = value == known.values.end() || value->second.empty();
    if (!field.typed) field.value = value->second;
    // What a person wrote holds: a clerk may know better than the form.
    if (notes != nullptr && notes->values.contains(one.name) && !notes->values.at(one.name).empty()) {
      field.value = notes->values.at(one.name);
      field.typed = true;
    }
    out.push_back(std::move(field));
  }
  return out;
}

Error still_missing(const Paper& paper) {
  Error error{ErrorCode::invalid, {"文书还缺必填内容，补上后再出具", "The document still misses required fields"}, {}};
  for (const auto& name : paper.missing) {
    const auto field = std::ranges::find(paper.fields, name, &PaperField::name);
    const Text label = field == paper.fields.end() ? Text{name, name} : field->label;
    error.findings.push_back({"/values/" + name, "missing", {"缺：" + label.zh, "missing: " + label.en}});
  }
  return error;
}

}  // namespace

std::optional<std::string> document_data(const Definitions& definitions, const std::string& path) {
  const std::string& folder = definitions.settings().workflows_dir;
  if (!folder.empty())
    if (auto own = read_file(std::filesystem::path(folder) / "documents" / path)) return own;
  const auto bytes = resources::find("workflows/documents/" + path);
  return bytes ? std::optional<std::string>(*bytes) : std::nullopt;
}

PaperId read_paper_id(const std::string& text) {
  PaperId id;
  std::string rest = text;
  if (rest.starts_with("receipt-")) {
    id.receipt = true;
    rest = rest.substr(8);
  }
  const auto dash = rest.find('-');
  id.document = rest.substr(0, dash);
  if (dash == std::string::npos) return id;
  const char* begin = rest.data() + dash + 1;
  const auto [end, error] = std::from_chars(begin, rest.data() + rest.size(), id.copy);
  if (error != std::errc{} || end != rest.data() + rest.size() || id.copy < 1) id.document.clear();
  return id;
}

std::string paper_id_text(const PaperId& id) {
  return (id.receipt ? "receipt-" : "") + id.document + "-" + std::to_string(id.copy);
}

std::string file_name(std::string text) {
  std::ranges::replace_if(
      text,
      [](char c) {
        return std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos ||
               static_cast<unsigned char>(c) < 0x20;
      },
      '_');
  return text;
}

Result<PaperDesk::Opened> PaperDesk::open(const Caller& caller, const CaseId& id) {
  Opened opened;
  TRY(opened.view, parts_.cases.view(caller, id, std::nullopt, std::nullopt));
  TRY(opened.clocks, parts_.cases.all_clocks(caller, id));
  TRY(const auto snapshot, parts_.store.snapshot());
  TRY(const auto item, snapshot->find_case(id));
  opened.summary = item.summary;
  std::vector<PersonId> ids;
  for (const auto& party : opened.view.parties) ids.push_back(party.person);
  TRY(const auto persons, snapshot->persons(ids));
  for (const auto& person : persons) opened.persons[person.id] = person;
  TRY(opened.accounts, names_of_accounts(*snapshot));
  opened.notes = read_notes(*snapshot, opened.view);
  const auto& definitions = parts_.definitions;
  TRY(opened.rules, read_paper_rules(document_data(definitions, "papers.json").value_or("{}")));
  opened.calendar = definitions.calendar();
  opened.issuer = with_names(of_workflow(opened.rules.issuer, opened.view.workflow), definitions.settings().unit,
                             bureau_name(definitions));
  opened.today = to_bureau(parts_.clock.now()).day;
  return opened;
}

Result<PaperDesk::Source> PaperDesk::source_of(const std::string& workflow, const std::string& document) const {
  if (!is_id(workflow) || !is_id(document)) return fail(no_such_paper());
  if (!parts_.templates.empty()) {
    const auto own = read_file(std::filesystem::path(parts_.templates) / workflow / (document + ".docx"));
    if (own) return Source{*own, "bureau"};
  }
  const Date day = to_bureau(parts_.clock.now()).day;
  for (const std::string& folder : {workflow, std::string("common")}) {
    const auto text = document_data(parts_.definitions, folder + "/" + document + ".txt");
    if (!text) continue;
    TRY(auto docx, documents::docx_of_text(*text, day));
    return Source{std::move(docx), "shipped"};
  }
  TRY(auto docx,
      documents::docx_of_text(document_data(parts_.definitions, "common/general.txt").value_or("# {{文书名称}}"), day));
  return Source{std::move(docx), kGeneral};
}

Result<Paper> PaperDesk::make(const Opened& opened, const std::string& id, bool draft, std::string* docx) {
  PaperId which = read_paper_id(id);
  const auto* kind = opened.view.procedure->find_document(which.document);
  if (kind == nullptr) return fail(no_such_paper());
  const auto& issued = opened.view.raw.documents;
  const auto count = std::ranges::count(issued, which.document, &engine::IssuedDocument::document);
  if (which.copy == 0) which.copy = std::max(1, static_cast<int>(count));
  const int most = static_cast<int>(count) + (which.receipt ? 0 : 1);
  if (which.copy > most) return fail(no_such_paper());
  PaperOf of{which.document, which.copy, which.receipt, nullptr};
  for (const auto& one : issued)
    if (one.document == which.document && one.copy == which.copy) of.issued = &one;
  const PaperCase file = opened.file();
  auto fields = paper_fields(file, of);
  if (is_cover(which.document)) TRY_VOID(add_cover(opened, fields));
  TRY(const auto source, source_of(opened.view.workflow, which.receipt ? kReceipt : which.document));
  TRY(const auto wanted, documents::fields_of(source.docx));
  Paper paper;
  paper.id = paper_id_text(which);
  paper.workflow = opened.view.workflow;
  paper.document = which.document;
  paper.name = which.receipt ? Text{"送达回证：", "Receipt of service: "} + kind->name : kind->name;
  paper.copy = which.copy;
  if (!labels_) return fail(Error(labels_.error()));
  paper.label = labels_->of(paper.workflow, paper.document);
  if (of.issued != nullptr) paper.issued_on = of.issued->on;
  paper.to = party_names(file, addressees(file, of));
  paper.origin = source.origin;
  const PaperNotes* notes = opened.notes_of(paper.id);
  paper.fields = fields_for(wanted, fields, notes, opened.rules, *opened.view.procedure);
  for (const auto& field : paper.fields) fields.values[field.name] = field.value;
  TRY(auto filled, documents::fill_docx(source.docx, fields, of.issued != nullptr ? of.issued->on : opened.today));
  paper.missing = std::move(filled.missing);
  TRY(const int lines, documents::lines_of_docx(filled.docx));
  paper.pages = std::max(1, (lines + documents::kLinesOfPage - 1) / documents::kLinesOfPage);
  if (notes != nullptr && notes->pages > 0) {
    paper.pages = notes->pages;
    paper.pages_counted = true;
  }
  if (docx != nullptr && !draft && !paper.missing.empty()) return fail(still_missing(paper));
  if (docx != nullptr) *docx = std::move(filled.docx);
  return paper;
}

Result<bool> PaperDesk::reads_secondary(const Caller& caller, const CaseId& id, const storage::Summary& summary) {
  if (!rules_) return fail(Error(rules_.error()));
  return may_read_secondary({parts_.store, parts_.cases, parts_.clock, *rules_}, caller, id, summary);
}

/// Break-glass clears for the hours it opens; nothing lets who sits in a case read what its mediator wrote.
Result<bool> PaperDesk::reads_label(const Caller& caller, const Opened& opened, Label label) {
  if (!labels_) return fail(Error(labels_.error()));
  if (!case_roles_) return fail(Error(case_roles_.error()));
  const bool cleared = label <= labels_->cleared(caller, opened.summary.stage);
  if (cleared && label != Label::sensitive) return true;
  TRY(const auto snapshot, parts_.store.snapshot());
  const auto apart = labels_->apart.find(opened.view.workflow);
  for (const auto& link : opened.view.links) {
    if (apart == labels_->apart.end() || link.workflow != apart->second.workflow) continue;
    TRY(const auto other, snapshot->load_case(link.id));
    if (sits_in(other.acts, *case_roles_, apart->second, caller.account)) return false;
  }
  if (cleared) return true;
  TRY(const auto until, granted_until(*snapshot, caller.account, opened.view.id, parts_.clock.now()));
  return until.has_value();
}

/// What nobody has filled in yet is no secret: whoever works on the case may begin it.
Result<Paper> PaperDesk::make_for(const Caller& caller, const Opened& opened, const std::string& paper, bool draft,
                                  std::string* docx) {
  TRY(auto made, make(opened, paper, draft, docx));
  const PaperNotes* notes = opened.notes_of(made.id);
  const bool blank = !made.issued_on && (notes == nullptr || notes->by == caller.account);
  if (blank) return made;
  TRY(const bool cleared, reads_label(caller, opened, made.label));
  if (!cleared) return fail(no_such_paper());
  if (!is_secondary(opened.rules, made.workflow, made.document)) return made;
  TRY(const bool open, reads_secondary(caller, opened.view.id, opened.summary));
  if (!open) return fail(secondary_closed());
  return made;
}

Status PaperDesk::add_cover(const Opened& opened, documents::Fields& fields) {
  const auto pages = [](const std::vector<ArchiveLine>& lines) {
    return std::to_string(lines.empty() ? 0 : lines.back().from + lines.back().pages - 1);
  };
  TRY(const auto view, list(opened));
  fields.values["保管期限"] = view.kept;
  fields.values["档案号"] = view.archive_no;
  fields.values["正卷页数"] = pages(view.main);
  fields.values["副卷页数"] = pages(view.secondary);
  return {};
}

Result<Paper> PaperDesk::paper(const Caller& caller, const CaseId& id, const std::string& paper) {
  TRY(const auto opened, open(caller, id));
  return make_for(caller, opened, paper, true, nullptr);
}

Result<PaperFile> PaperDesk::docx(const Caller& caller, const CaseId& id, const std::string& paper, bool draft) {
  TRY(const auto opened, open(caller, id));
  PaperFile file;
  TRY(const auto made, make_for(caller, opened, paper, draft, &file.bytes));
  file.name = file_name(made.name.zh + (opened.view.number.empty() ? "" : "_" + opened.view.number) + ".docx");
  return file;
}

Result<PaperFile> PaperDesk::page(const Caller& caller, const CaseId& id, const std::string& paper, bool draft) {
  TRY(const auto opened, open(caller, id));
  std::string docx;
  TRY(const auto made, make_for(caller, opened, paper, draft, &docx));
  PaperFile file;
  TRY(file.bytes, documents::html_of_docx(docx, made.name.zh));
  file.name = file_name(made.name.zh + ".html");
  return file;
}

Result<std::vector<std::string>> PaperDesk::missing(const CaseId& id, const std::string& paper) {
  Caller house;
  house.roles.emplace_back("bureau_head");
  TRY(const auto opened, open(house, id));
  TRY(auto made, make(opened, paper, true, nullptr));
  return std::move(made.missing);
}

Status PaperDesk::fill_in(const Caller& caller, const CaseId& id, const std::string& paper,
                          const std::vector<std::pair<std::string, std::string>>& values, int pages) {
  TRY(const auto opened, open(caller, id));
  TRY_VOID(check_acts(parts_.store, parts_.clock, caller, id));
  TRY(const auto made, make_for(caller, opened, paper, true, nullptr));
  PaperNotes notes;
  std::size_t bytes = 0;
  std::vector<Finding> findings;
  for (const auto& [name, value] : values) {
    bytes += value.size();
    const bool there = std::ranges::find(made.fields, name, &PaperField::name) != made.fields.end();
    if (!there) findings.push_back(unknown_key("/values/" + name, name));
    if (!value.empty()) notes.values[name] = value;
  }
  if (bytes > kMostTyped) findings.push_back(bad_value("/values", {"内容过长", "is too long"}));
  if (pages < 0 || pages > kMostPages) findings.push_back(bad_value("/pages", {"应为 0 至 2000", "must be 0 to 2000"}));
  if (!findings.empty()) return fail(invalid_form(std::move(findings)));
  notes.pages = pages;
  notes.by = caller.account;
  notes.at = format_instant(parts_.clock.now());
  storage::Commit commit;
  commit.recorded_at = parts_.clock.now();
  commit.recorded_by = caller.account;
  commit.puts.emplace_back(storage::PutText{{notes_id(id, made.id), id, paper_notes_text(notes)}});
  if (auto done = parts_.store.commit(std::move(commit)); !done) return fail(Error(done.error()));
  return {};
}

Result<PaperFile> PaperDesk::template_file(const std::string& workflow, const std::string& document) {
  const auto procedure = parts_.definitions.in_force(workflow, to_bureau(parts_.clock.now()).day);
  if (procedure == nullptr) return fail(no_such_paper());
  const auto* kind = procedure->find_document(document);
  if (kind == nullptr && document != kReceipt) return fail(no_such_paper());
  TRY(auto source, source_of(workflow, document));
  return PaperFile{document + ".docx", std::move(source.docx)};
}

}  // namespace hejie::app

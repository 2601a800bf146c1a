// Documents as paper: filled from a case, what is missing, what a clerk adds, a bureau's own template, the archive.
#include <filesystem>
#include <fstream>

#include "app/case_table.h"
#include "app/paper_desk.h"
#include "documents/docx.h"
#include "documents/zip.h"
#include "resources/resources.h"
#include "tests/app/bench_case.h"

namespace hejie::app {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const Caller kZhao = Bureau::person("inspector", "zhao");
const Caller kSun = Bureau::person("inspection_head", "sun");

struct Papers : testing::Test {
  Bureau bureau;
  CommandOutcome opened = bureau.complaint();
  PaperDesk desk{{*bureau.store, shipped(), bureau.service, bureau.clock, ""}};

  std::string html(const std::string& paper) {
    auto page = desk.page(kZhao, opened.case_id, paper, true);
    return page ? page->bytes : page.error().message.en;
  }
};

TEST_F(Papers, AreFilledFromTheCase) {
  const auto paper = desk.paper(kZhao, opened.case_id, "complaint_form-1");
  ASSERT_TRUE(paper.has_value());
  EXPECT_EQ(paper->origin, "shipped");
  EXPECT_THAT(paper->missing, IsEmpty());
  const auto page = html("complaint_form");
  EXPECT_THAT(page, HasSubstr("甲某"));
  EXPECT_THAT(page, HasSubstr("510000199001011234"));
  EXPECT_THAT(page, HasSubstr("三人工资未付"));
  EXPECT_THAT(page, HasSubstr("2026年3月2日"));
  EXPECT_THAT(page, Not(HasSubstr("{{")));
}

TEST_F(Papers, NameWhatIsMissingBeforeTheDocumentIsIssued) {
  const auto next = desk.paper(kZhao, opened.case_id, "correction_order");
  ASSERT_TRUE(next.has_value());
  EXPECT_FALSE(next->issued_on.has_value());
  EXPECT_THAT(next->missing, Contains("改正内容"));
  const auto refused = desk.docx(kZhao, opened.case_id, "correction_order", false);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::invalid);
  EXPECT_THAT(refused.error().findings, Contains(testing::Field(&Finding::path, "/values/改正内容")));
  EXPECT_TRUE(desk.docx(kZhao, opened.case_id, "correction_order", true).has_value()) << "a draft may have blanks";
}

TEST_F(Papers, TakeWhatAClerkFillsInAndKeepIt) {
  ASSERT_TRUE(
      desk.fill_in(kZhao, opened.case_id, "correction_order", {{"改正内容", "十日内付清三人工资"}}, 3).has_value());
  const auto paper = desk.paper(kSun, opened.case_id, "correction_order");
  EXPECT_THAT(paper->missing, Not(Contains("改正内容")));
  EXPECT_EQ(paper->pages, 3);
  EXPECT_TRUE(paper->pages_counted);
  EXPECT_THAT(html("correction_order"), HasSubstr("十日内付清三人工资"));
  const auto wrong = desk.fill_in(kZhao, opened.case_id, "correction_order", {{"没有的字段", "x"}}, 0);
  ASSERT_FALSE(wrong.has_value());
  EXPECT_EQ(wrong.error().findings.front().path, "/values/没有的字段");
}

TEST_F(Papers, RefuseWhatTheProcedureDoesNotHave) {
  EXPECT_EQ(desk.paper(kZhao, opened.case_id, "award_final").error().code, ErrorCode::not_found);
  EXPECT_EQ(desk.paper(kZhao, opened.case_id, "complaint_form-3").error().code, ErrorCode::not_found);
  EXPECT_EQ(desk.paper(kZhao, opened.case_id, "../secret").error().code, ErrorCode::not_found);
  EXPECT_EQ(desk.paper(kZhao, opened.case_id, "complaint_form-x").error().code, ErrorCode::not_found);
  EXPECT_FALSE(desk.template_file("inspection", "../x").has_value());
  EXPECT_EQ(desk.paper(Bureau::person("system_admin", "root"), opened.case_id, "complaint_form").error().code,
            ErrorCode::not_found);
}

TEST_F(Papers, ABureausOwnTemplateComesFirst) {
  const auto folder = std::filesystem::temp_directory_path() / ("hejie_templates_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder / "inspection");
  std::ofstream(folder / "inspection" / "complaint_form.docx", std::ios::binary)
      << documents::docx_of_text("# 本局登记表\n{{投诉人}} {{案情简述}}", from_ymd(2026, 3, 2)).value();
  std::ofstream(folder / "inspection" / "filing_form.docx", std::ios::binary) << "broken";
  PaperDesk own({*bureau.store, shipped(), bureau.service, bureau.clock, folder.string()});
  const auto paper = own.paper(kZhao, opened.case_id, "complaint_form");
  ASSERT_TRUE(paper.has_value());
  EXPECT_EQ(paper->origin, "bureau");
  EXPECT_THAT(paper->missing, testing::ElementsAre("案情简述"));
  EXPECT_EQ(own.paper(kZhao, opened.case_id, "filing_form").error().code, ErrorCode::malformed);
  std::filesystem::remove_all(folder);
}

TEST_F(Papers, TheFileIsListedAndAnOpenCaseIsNotExported) {
  const auto view = desk.archive(kZhao, opened.case_id);
  ASSERT_TRUE(view.has_value());
  EXPECT_FALSE(view->closed);
  ASSERT_FALSE(view->main.empty());
  EXPECT_EQ(view->main.front().from, 1);
  for (std::size_t i = 1; i < view->main.size(); ++i)
    EXPECT_EQ(view->main[i].from, view->main[i - 1].from + view->main[i - 1].pages);
  EXPECT_EQ(desk.archive_zip(kZhao, opened.case_id, {}).error().code, ErrorCode::invalid);
}

TEST_F(Papers, AClosedCaseIsOneZipThatStandsByItself) {
  CommandInput input;
  input.workflow = "inspection";
  input.event = "receive_complaint";
  input.data_json =
      R"({"matter":"wages","materials_complete":true,"violation_continues":true,"elsewhere":"dispute_procedure","summary":"已申请仲裁",)"
      R"("parties":[{"role":"complainant","kind":"worker","name":"乙某"},{"role":"respondent","kind":"employer","name":"示例纸厂"}]})";
  input.idempotency = {"zip", "POST /cases", "zip"};
  auto done = bureau.send(Bureau::person("window", "zhou"), input, Bureau::render());
  ASSERT_TRUE(done && std::holds_alternative<CommandOutcome>(*done));
  const auto other = std::get<CommandOutcome>(*done);
  auto redirect = Bureau::about(other, "redirect_complaint", R"({"elsewhere":"dispute_procedure"})");
  redirect.idempotency = {"zip2", "POST", "zip2"};
  done = bureau.send(kZhao, redirect, Bureau::render());
  ASSERT_TRUE(done && std::holds_alternative<CommandOutcome>(*done));
  const auto zip = desk.archive_zip(kZhao, other.case_id, {{"data/case.json", "{}"}});
  ASSERT_TRUE(zip.has_value()) << zip.error().message.en;
  const auto entries = documents::read_zip(zip->bytes).value();
  EXPECT_EQ(entries.front().name, "index.html");
  EXPECT_THAT(entries.front().bytes, HasSubstr("示例纸厂"));
  EXPECT_THAT(entries.front().bytes, Not(HasSubstr("http")));
  std::size_t papers = 0;
  for (const auto& entry : entries) {
    if (!entry.name.ends_with(".docx")) continue;
    ++papers;
    EXPECT_TRUE(documents::fields_of(entry.bytes).has_value()) << entry.name;
    EXPECT_THAT(entries.front().bytes, HasSubstr(entry.name));
  }
  EXPECT_GE(papers, 2U);
  EXPECT_EQ(entries.back().name, "data/case.json");
}

/// Every shipped template belongs to a document of its procedure, reads, and its fields have English names.
TEST(PaperTemplates, AreWholeInBothLanguages) {
  const auto rules = read_paper_rules(std::string(resources::find("workflows/documents/papers.json").value())).value();
  int templates = 0;
  for (const auto& file : resources::under("workflows/documents/")) {
    if (!file.path.ends_with(".txt")) continue;
    ++templates;
    const std::string path(file.path.substr(std::string_view("workflows/documents/").size()));
    const std::string folder = path.substr(0, path.find('/'));
    const std::string document = path.substr(folder.size() + 1, path.size() - folder.size() - 5);
    const auto procedure = shipped().in_force(folder, from_ymd(2026, 3, 2));
    if (folder != "common") {
      ASSERT_NE(procedure, nullptr) << path;
      EXPECT_NE(procedure->find_document(document), nullptr) << path;
    }
    const auto docx = documents::docx_of_text(file.bytes, from_ymd(2026, 3, 2)).value();
    const auto wanted = documents::fields_of(docx);
    ASSERT_TRUE(wanted.has_value()) << path;
    EXPECT_FALSE(wanted->empty()) << path;
    for (const auto& field : *wanted) {
      if (field.name.find('.') != std::string::npos) continue;
      bool named = rules.names.contains(field.name);
      if (procedure != nullptr) {
        for (const auto& fact : procedure->facts) named = named || fact.name.zh == field.name;
        for (const auto& role : procedure->parties) named = named || role.name.zh == field.name;
      }
      EXPECT_TRUE(named) << path << ": " << field.name;
    }
  }
  EXPECT_GE(templates, 50);
}

TEST(CaseTable, HoldsEveryRowAndRefusesUnknownColumns) {
  Bureau bureau;
  bureau.complaint();
  WorkLists lists(*bureau.store, shipped(), bureau.clock);
  const auto sheet = case_table(lists, kZhao, {}, {"employer", "opened"}, "zh", from_ymd(2026, 3, 2));
  ASSERT_TRUE(sheet.has_value());
  const auto entries = documents::read_zip(*sheet).value();
  for (const auto& entry : entries) {
    if (entry.name != "xl/worksheets/sheet1.xml") continue;
    EXPECT_THAT(entry.bytes, HasSubstr("示例建筑公司"));
    EXPECT_THAT(entry.bytes, HasSubstr("<v>46083</v>"));
  }
  EXPECT_EQ(case_table(lists, kZhao, {}, {"color"}, "zh", from_ymd(2026, 3, 2)).error().code, ErrorCode::invalid);
  EXPECT_EQ(case_table(lists, kZhao, {}, {}, "zh", from_ymd(2026, 3, 2), 0).error().code, ErrorCode::too_large);
}

}  // namespace
}  // namespace hejie::app

// Templates: from text, their fields, filled, printed; ZIP and spreadsheet files.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "documents/docx.h"
#include "documents/xlsx.h"
#include "documents/zip.h"

namespace hejie::documents {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const Date kDay = from_ymd(2026, 11, 17);

std::string part(const std::string& zip, const std::string& name) {
  const auto entries = read_zip(zip);
  if (!entries) return {};
  for (const auto& entry : *entries)
    if (entry.name == name) return entry.bytes;
  return {};
}

std::string docx(const std::string& text) {
  auto made = docx_of_text(text, kDay);
  EXPECT_TRUE(made.has_value());
  return made.value_or("");
}

TEST(Zip, GivesBackWhatWentInWithChineseNames) {
  const std::string large(300'000, 'x');
  const auto zip = write_zip({{"正卷/01_裁决书.txt", "甲"}, {"empty", ""}, {"large", large}}, kDay);
  ASSERT_TRUE(zip.has_value());
  const auto back = read_zip(*zip);
  ASSERT_TRUE(back.has_value());
  ASSERT_EQ(back->size(), 3U);
  EXPECT_EQ(back->at(0).name, "正卷/01_裁决书.txt");
  EXPECT_EQ(back->at(2).bytes, large);
  EXPECT_EQ(*zip, write_zip(*back, kDay).value());
}

TEST(Zip, RefusesWhatIsNone) {
  EXPECT_EQ(read_zip("not a zip").error().code, ErrorCode::malformed);
  auto broken = write_zip({{"a", std::string(5000, 'y')}}, kDay).value();
  broken[40] = static_cast<char>(broken[40] + 1);
  EXPECT_FALSE(read_zip(broken).has_value());
}

TEST(Docx, NamesItsFieldsOnce) {
  const auto fields = fields_of(docx("# 通知书\n> {{案号}}\n{{收件人}}：{{ 案号 }}，{{备注?}}\n"));
  ASSERT_TRUE(fields.has_value());
  EXPECT_THAT(*fields, ElementsAre(Wanted{"案号", true}, Wanted{"收件人", true}, Wanted{"备注", false}));
}

TEST(Docx, FillsRepeatsRowsAndTellsWhatIsMissing) {
  Fields fields;
  fields.values = {{"案号", "示区劳人仲案〔2026〕1号"}, {"地址", "甲路1号\n乙室"}};
  fields.lists["请求"] = {{{"事项", "劳动报酬"}, {"金额", "100.00"}}, {{"事项", "<加班费>"}, {"金额", "20.00"}}};
  const auto filled = fill_docx(docx("# 书\n> {{案号}}\n{{地址}}\n|! 事项 | 金额 |\n| {{请求.事项}} | {{请求.金额}} "
                                     "|\n{{开庭地点}} {{备注?}}。\n"),
                                fields, kDay);
  ASSERT_TRUE(filled.has_value());
  EXPECT_THAT(filled->missing, ElementsAre("开庭地点"));
  const auto xml = part(filled->docx, "word/document.xml");
  EXPECT_THAT(xml, HasSubstr("示区劳人仲案〔2026〕1号"));
  EXPECT_THAT(xml, HasSubstr("甲路1号</w:t><w:br"));
  EXPECT_THAT(xml, HasSubstr("&lt;加班费&gt;"));
  EXPECT_THAT(xml, Not(HasSubstr("{{")));
  const auto html = html_of_docx(filled->docx, "书").value();
  EXPECT_THAT(html, HasSubstr("<h1>书</h1>"));
  EXPECT_THAT(html, HasSubstr("<td><p>劳动报酬</p></td><td><p>100.00</p></td></tr><tr><td><p>&lt;加班费&gt;</p>"));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
}

TEST(Docx, AValueThatLooksLikeAFieldIsText) {
  Fields fields;
  fields.values = {{"案号", "第7号"}, {"申请人", "{{案号}}{{请求.事项}}"}};
  fields.lists["请求"] = {{{"事项", "{{申请人}}"}}};
  const auto filled = fill_docx(docx("# 书\n{{申请人}}\n{{案号}}\n|! 事项 |\n| {{请求.事项}} |\n"), fields, kDay);
  ASSERT_TRUE(filled.has_value());
  EXPECT_TRUE(filled->missing.empty());
  const auto xml = part(filled->docx, "word/document.xml");
  EXPECT_THAT(xml, HasSubstr(">{{案号}}{{请求.事项}}<")) << "filled in once";
  EXPECT_THAT(xml, HasSubstr(">{{申请人}}<"));
  EXPECT_THAT(html_of_docx(filled->docx, "书").value(), HasSubstr("{{案号}}{{请求.事项}}"));
}

/// A template whose document begins with `declaration` and uses the entity it declares.
std::string with_entity(const std::string& declaration) {
  auto entries = read_zip(docx("^ 前{{案号}}后")).value();
  for (auto& entry : entries) {
    if (entry.name != "word/document.xml") continue;
    const auto root = entry.bytes.find("<w:document");
    entry.bytes.insert(root, declaration);
    const auto text = entry.bytes.find("前{{");
    entry.bytes.insert(text, "&outer;");
  }
  return write_zip(entries, kDay).value();
}

TEST(Docx, ResolvesNoEntities) {
  const auto secret = std::filesystem::path(testing::TempDir()) / "outer_entity.txt";
  std::ofstream(secret) << "what no template may read";
  Fields fields;
  fields.values = {{"案号", "第7号"}};
  for (const std::string& declaration :
       {"<!DOCTYPE d [<!ENTITY outer SYSTEM \"file://" + secret.string() + "\">]>",
        std::string("<!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY outer \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>"),
        "<!DOCTYPE d SYSTEM \"file://" + secret.string() + "\">"}) {
    const auto filled = fill_docx(with_entity(declaration), fields, kDay);
    if (!filled) continue;  // refused is as good
    const auto xml = part(filled->docx, "word/document.xml");
    EXPECT_THAT(xml, HasSubstr("第7号")) << declaration;
    EXPECT_THAT(xml, Not(HasSubstr("no template may read"))) << declaration;
    EXPECT_THAT(xml, Not(HasSubstr("aaaaaaaaaaaaaaaaaaaa"))) << declaration;
    const auto html = html_of_docx(filled->docx, "书");
    ASSERT_TRUE(html.has_value());
    EXPECT_THAT(*html, Not(HasSubstr("no template may read"))) << declaration;
    EXPECT_THAT(*html, Not(HasSubstr("aaaaaaaaaaaaaaaaaaaa"))) << declaration;
  }
}

TEST(Docx, FindsAFieldThatAWordProcessorTookApart) {
  auto entries = read_zip(docx("^ 前{{案号}}后")).value();
  for (auto& entry : entries) {
    const std::string whole = "<w:t xml:space=\"preserve\">前{{案号}}后</w:t>";
    if (const auto at = entry.bytes.find(whole); at != std::string::npos)
      entry.bytes.replace(at, whole.size(),
                          "<w:t>前{</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{案</w:t></w:r><w:r><w:t>号}}后</w:t>");
  }
  Fields fields;
  fields.values = {{"案号", "第7号"}};
  const auto filled = fill_docx(write_zip(entries, kDay).value(), fields, kDay);
  ASSERT_TRUE(filled.has_value());
  EXPECT_TRUE(filled->missing.empty());
  const auto xml = part(filled->docx, "word/document.xml");
  EXPECT_THAT(xml, HasSubstr(">前第7号</w:t>"));
  EXPECT_THAT(xml, HasSubstr(">后</w:t>"));
}

TEST(Docx, EstimatesLines) {
  EXPECT_EQ(lines_of_docx(docx("短句\n" + std::string(29 * 3, 'x'))).value(), 1 + 4);
  EXPECT_EQ(lines_of_docx(docx("一\n===\n二")).value(), kLinesOfPage + 1);
}

TEST(Docx, RefusesAnotherFile) {
  EXPECT_EQ(fields_of("PK").error().code, ErrorCode::malformed);
  EXPECT_EQ(fields_of(write_zip({{"a", "b"}}, kDay).value()).error().code, ErrorCode::malformed);
}

TEST(Xlsx, WritesDatesAsDatesAndFormulasAsText) {
  const auto made = write_xlsx({"案件[1]", {"案号", "到期"}, {{"=1+1", "2026-11-17"}, {"a<b", ""}}}, kDay);
  ASSERT_TRUE(made.has_value());
  const auto sheet = part(*made, "xl/worksheets/sheet1.xml");
  EXPECT_THAT(sheet, HasSubstr("<v>46343</v>"));
  EXPECT_THAT(sheet, HasSubstr(">=1+1</t>"));
  EXPECT_THAT(sheet, HasSubstr("a&lt;b"));
  EXPECT_THAT(sheet, Not(HasSubstr("<f>")));
  EXPECT_THAT(part(*made, "xl/workbook.xml"), HasSubstr("name=\"案件1\""));
}

}  // namespace
}  // namespace hejie::documents

// The law's own side: the index of articles, what documents must state, who takes part. Each finds what differs, either
// way and at its place, and an overlay may add.
#include <gtest/gtest.h>

#include <functional>

#include "engine/definition/checks.h"
#include "engine/definition/law_index.h"
#include "tests/definition/sample.h"

namespace hejie::definition {
namespace {

using Names = std::vector<std::string>;

LawIndex sample_index() {
  LawIndex index;
  auto& rests = index.rests["loan"];
  for (const auto& [part, article] : std::vector<std::pair<std::string, std::string>>{
           {"whole/procedure", "1"},   {"readings/rolls", "2"},     {"holds/suspended", "3"},
           {"acts/file", "4"},         {"acts/accept", "5"},        {"acts/answer", "30"},
           {"acts/fix_hearing", "35"}, {"acts/suspend", "3"},       {"acts/resume", "3"},
           {"acts/extend", "43"},      {"acts/decide", "44"},       {"warnings/decide", "35"},
           {"acts/archive", "9"},      {"acts/all_answered", "30"}, {"terms/A01", "6"},
           {"terms/A02", "43"},        {"earlier/A02", "43"},       {"terms/A03", "30"},
           {"terms/A04", "9"},         {"service/left", "7"},       {"service/public_notice", "7"}})
    rests[part].insert("S1:" + article);
  index.documents["loan"] = {{"copy", {{"S1:30", {"claims"}}}}, {"award", {{"S1:46", {"sum"}}}}};
  return index;
}

Names against(const std::string& text, const LawIndex& index) {
  const auto set = one(text);
  return lines(check_all({set, sample_library(), nullptr, nullptr, nullptr, &index}));
}

Names without(const std::function<void(LawIndex&)>& change) {
  LawIndex index = sample_index();
  change(index);
  return against(sample_text(), index);
}

TEST(IndexOfArticles, AgreesWithTheSample) {
  EXPECT_EQ(against(sample_text(), sample_index()), Names{});
}

TEST(IndexOfArticles, TellsACitationThatIsGone) {
  const auto text = sample_with(R"("set_party": {"answered": true}, "cite": "S1:30")",
                                R"("set_party": {"answered": true}, "cite": "S1:31")");
  EXPECT_EQ(against(text, sample_index()),
            (Names{"error articles /events/answer/cite", "error articles /events/answer/cite"}));
}

TEST(IndexOfArticles, TellsWhatRestsOnNoArticleOfIt) {
  EXPECT_EQ(without([](LawIndex& index) { index.rests["loan"].erase("terms/A02"); }),
            Names{"error articles /clocks/A02/cite"});
  EXPECT_EQ(without([](LawIndex& index) { index.rests["loan"].erase("warnings/decide"); }),
            Names{"error articles /events/decide/warn"});
  EXPECT_EQ(without([](LawIndex& index) { index.rests["loan"]["acts/accept"].insert("S1:6"); }),
            Names{"error articles /events/accept/cite"});
}

TEST(IndexOfArticles, TellsAPartThatIsGone) {
  EXPECT_EQ(without([](LawIndex& index) { index.rests["loan"]["days/A01"].insert("S1:80"); }),
            Names{"error articles /clocks/A01"});
  EXPECT_EQ(without([](LawIndex& index) { index.rests["loan"]["acts/return_book"].insert("S1:80"); }),
            Names{"error articles /events/return_book"});
  EXPECT_EQ(without([](LawIndex& index) { index.rests["loan"]["whole/final_items"].insert("S1:47"); }),
            Names{"error articles /classify"});
}

TEST(IndexOfArticles, LetsAnOverlayCiteMore) {
  LawIndex index = sample_index();
  index.rests["loan"].erase("terms/A02");
  index.documents["loan"]["award"]["S1:46"].clear();
  const auto laid = sample_with(R"("version": 2,)", R"("version": 2, "overlays": [{"id": "district", "version": 1}],)");
  EXPECT_EQ(against(laid, index), Names{});
  index.rests["loan"]["acts/accept"].insert("S1:6");
  index.documents["loan"]["copy"]["S1:30"].insert("date");
  EXPECT_EQ(against(laid, index),
            (Names{"error articles /events/accept/cite", "error contents /documents/copy/fields"}));
}

TEST(ContentsOfDocuments, TellsWhatADocumentNoLongerStates) {
  EXPECT_EQ(without([](LawIndex& index) { index.documents["loan"]["award"]["S1:46"].insert("date"); }),
            Names{"error contents /documents/award/fields"});
  EXPECT_EQ(without([](LawIndex& index) { index.documents["loan"]["award"]["S1:47"] = {}; }),
            Names{"error contents /documents/award/cite"});
}

TEST(ContentsOfDocuments, TellsWhatNoArticleDemands) {
  EXPECT_EQ(without([](LawIndex& index) { index.documents["loan"]["award"]["S1:46"].clear(); }),
            Names{"error contents /documents/award/fields"});
  EXPECT_EQ(without([](LawIndex& index) { index.documents["loan"].erase("copy"); }),
            (Names{"error contents /documents/copy/cite", "error contents /documents/copy/fields"}));
}

TEST(ContentsOfDocuments, TellsADocumentThatIsGone) {
  EXPECT_EQ(without([](LawIndex& index) { index.documents["loan"]["receipt"]["S1:29"] = {"date"}; }),
            Names{"error contents /documents/receipt"});
}

TEST(LawIndexFiles, AreReadArticleByArticle) {
  const std::vector<SourceFile> files{
      {"workflows/laws/articles.json", R"({"S1": {"43": {"loan": {"acts": ["extend"], "terms": ["A02"]}}}})"},
      {"workflows/laws/documents.json", R"({"S1": {"46": {"loan": {"award": ["sum"], "cover": []}}}})"}};
  Findings findings;
  const auto index = law_index_of(files, findings);
  EXPECT_EQ(lines(findings), Names{});
  ASSERT_TRUE(index.has_value());
  EXPECT_TRUE(index->rests.at("loan").at("terms/A02").contains("S1:43"));
  EXPECT_TRUE(index->documents.at("loan").at("award").at("S1:46").contains("sum"));
  EXPECT_TRUE(index->documents.at("loan").at("cover").at("S1:46").empty());
  EXPECT_FALSE(law_index_of(std::span(files).first(1), findings).has_value());
}

TEST(LawIndexFiles, TellAnUnknownKind) {
  const std::vector<SourceFile> files{
      {"workflows/laws/articles.json", R"({"S1": {"43": {"loan": {"act": ["extend"]}}}})"},
      {"workflows/laws/documents.json", "{}"}};
  Findings findings;
  EXPECT_FALSE(law_index_of(files, findings).has_value());
  EXPECT_EQ(lines(findings), Names{"error unknown_key /S1/43/loan/act"});
}

// ---- the table of parties

Names with_parties(const std::function<void(ProcedurePowers&)>& change, const std::string& text = sample_text()) {
  Powers powers;
  auto& own = powers.procedures["loan"];
  own.records = {
      {"clerk", {"*"}}, {"window", {"file"}}, {"arbitrator", {"decide"}}, {"link", {"file"}}, {"clock", {"archive"}}};
  own.approves = {{"committee_head", {"accept"}}};
  own.parties = {{"applicant", {"1+", {"worker"}, {"file"}, {}}},
                 {"respondent", {"1+", {"employer", "other"}, {"answer"}, {"copy"}}},
                 {"any", {"", {}, {}, {"award"}}}};
  change(own);
  const auto set = one(text);
  return lines(check_all({set, sample_library(), nullptr, nullptr, &powers}));
}

TEST(TableOfParties, AgreesWithTheSample) {
  EXPECT_EQ(with_parties([](auto&) {}), Names{});
}

TEST(TableOfParties, TellsAPartyThatNeedNotBeThere) {
  EXPECT_EQ(with_parties([](auto& own) { own.parties["respondent"].number = "0+"; }),
            Names{"error parties /parties/respondent/min"});
  EXPECT_EQ(with_parties([](auto& own) { own.parties["respondent"].number = "1"; }),
            Names{"error parties /parties/respondent/min"});
}

TEST(TableOfParties, TellsWhoCannotBeAParty) {
  EXPECT_EQ(with_parties([](auto& own) { own.parties["respondent"].who.erase("other"); }),
            Names{"error parties /parties/respondent/kind"});
  EXPECT_EQ(with_parties([](auto& own) { own.parties["applicant"].who.insert("relative"); }),
            Names{"error parties /parties/applicant/kind"});
}

TEST(TableOfParties, TellsAPartyThatIsGoneOrNew) {
  EXPECT_EQ(with_parties([](auto& own) { own.parties["third_person"].number = "0+"; }),
            Names{"error parties /parties/third_person"});
  EXPECT_EQ(with_parties([](auto& own) { own.parties["applicant"].number.clear(); }),
            Names{"error parties /parties/applicant"});
}

TEST(TableOfParties, TellsAnActOfAnother) {
  EXPECT_EQ(with_parties([](auto& own) { own.parties["applicant"].acts.insert("answer"); }),
            Names{"error parties /events/answer/act_of"});
  EXPECT_EQ(with_parties([](auto& own) { own.parties["applicant"].acts.clear(); }),
            Names{"error parties /events/file/act_of"});
}

TEST(TableOfParties, TellsADocumentForAnother) {
  EXPECT_EQ(with_parties([](auto& own) {
              own.parties["any"].gets = {"copy", "award"};
            }),
            Names{"error parties /documents/copy/to"});
  EXPECT_EQ(with_parties([](auto& own) { own.parties["respondent"].gets.clear(); }),
            Names{"error parties /documents/copy/to"});
}

TEST(TableOfParties, IsReadBesideThePowers) {
  const std::vector<SourceFile> files{
      {"workflows/roles/powers.json", R"({"loan": {"records": {"clerk": "*"}}})"},
      {"workflows/roles/parties.json",
       R"({"loan": {"applicant": {"number": "1+", "who": ["worker"], "acts": ["file"]}, "any": {"gets": ["award"]}}})"}};
  Findings findings;
  const auto powers = powers_of(files, findings);
  EXPECT_EQ(lines(findings), Names{});
  ASSERT_TRUE(powers.has_value());
  const auto& parties = powers->procedures.at("loan").parties;
  EXPECT_EQ(parties.at("applicant").number, "1+");
  EXPECT_TRUE(parties.at("applicant").acts.contains("file"));
  EXPECT_TRUE(parties.at("any").gets.contains("award"));
}

}  // namespace
}  // namespace hejie::definition

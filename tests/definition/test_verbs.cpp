// `hejie verify` and `hejie diagram`: exit codes and what is said, without the rest of the program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/diagram.h"
#include "cli/verify.h"
#include "tests/definition/sample.h"

namespace hejie::cli {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

struct Said {
  int code = -1;
  std::string out, err;
};

template <typename Run>
Said say(Run run, std::vector<std::string> args) {
  std::ostringstream out;
  std::ostringstream err;
  const int code = run(args, out, err);
  return {code, out.str(), err.str()};
}
Said verify(std::vector<std::string> args) {
  return say(run_verify, std::move(args));
}
Said diagram(std::vector<std::string> args) {
  return say(run_diagram, std::move(args));
}

/// A folder with the sample procedure, split in two files, in a set of its own.
class Verbs : public testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::temp_directory_path() / ("hejie_verbs_" + std::to_string(::getpid()) + "_" +
                                         std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(root_);
    fs::create_directories(root_ / "cn" / "loan");
    write(definition::sample_text());
  }
  void TearDown() override { fs::remove_all(root_); }
  void write(const std::string& text) const { std::ofstream(root_ / "cn" / "loan" / "p.json") << text; }
  [[nodiscard]] std::string set() const { return root_.string(); }
  [[nodiscard]] std::string procedure() const { return (root_ / "cn" / "loan").string(); }
  fs::path root_;
};

// Alone, without roles, laws and ladders, the sample is sound: names that nobody gave are not checked.
TEST_F(Verbs, ASoundSetIsClean) {
  const Said said = verify({"--workflows", set(), "--lang", "en"});
  EXPECT_EQ(said.code, 0) << said.out;
  EXPECT_THAT(said.out, HasSubstr("1 procedures checked, 0 errors"));
  EXPECT_EQ(said.err, "");
}

TEST_F(Verbs, FindingsAreExitOne) {
  write(definition::sample_with(R"("to": "accepted")", R"("to": "acepted")"));
  const Said text = verify({"--workflows", set(), "--lang", "en"});
  EXPECT_EQ(text.code, 1);
  EXPECT_THAT(text.out, HasSubstr("cn/loan/p.json#/events/accept/to: error unknown_name"));
  EXPECT_THAT(text.out, HasSubstr("did you mean \"accepted\"?"));
  const Said json = verify({procedure(), "--workflows", set(), "--json"});
  EXPECT_EQ(json.code, 1);
  EXPECT_THAT(json.out, HasSubstr(R"("check":"unknown_name")"));
  EXPECT_EQ(std::count(json.out.begin(), json.out.end(), '\n'), 1);
}

TEST_F(Verbs, AFolderWithCnIsAWholeSet) {
  const Said said = verify({set(), "--lang", "en"});
  EXPECT_EQ(said.code, 0) << said.out;
  EXPECT_EQ(said.out, verify({"--workflows", set(), "--lang", "en"}).out);
}

TEST_F(Verbs, AFileIsNamedAsGiven) {
  write("{");
  const std::string file = procedure() + "/p.json";
  const Said said = verify({file, "--lang", "zh"});
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.out, HasSubstr(file + ": 错误 syntax"));
}

TEST_F(Verbs, AFileOfAProcedureStandsForAllOfIt) {
  std::ofstream(root_ / "cn" / "loan" / "more.json") << R"({"clocks": {"A05": {"name": {"zh": "期限"}}}})";
  const Said said = verify({procedure() + "/more.json", "--lang", "en", "--workflows", set()});
  EXPECT_EQ(said.code, 1);
  EXPECT_THAT(said.out, HasSubstr("more.json#/clocks/A05/name: error translation"));
  EXPECT_THAT(said.out, Not(HasSubstr("\"states\" is missing")));
  EXPECT_THAT(said.out, HasSubstr("1 procedures checked"));
}

TEST_F(Verbs, FilesElsewhereAreOneProcedureAFolder) {
  fs::create_directories(root_ / "draft");
  std::ofstream(root_ / "draft" / "p.json") << definition::sample_with("\"loan\"", "\"draft\"");
  const Said said = verify({(root_ / "draft" / "p.json").string(), "--lang", "en", "--workflows", set()});
  EXPECT_EQ(said.code, 0) << said.out;
  EXPECT_THAT(said.out, HasSubstr("1 procedures checked, 0 errors"));
}

TEST(VerbUsage, IsExitTwoOrThree) {
  EXPECT_EQ(verify({"--nonsense"}).code, 2);
  EXPECT_EQ(verify({"--help"}).code, 0);
  EXPECT_EQ(verify({"/no/such/file.json"}).code, 3);
  EXPECT_EQ(verify({"--workflows", "/no/such/folder"}).code, 3);
  EXPECT_THAT(verify({"--workflows", "/no/such/folder"}).err, HasSubstr("/no/such/folder"));
  EXPECT_EQ(diagram({}).code, 2);
  EXPECT_EQ(diagram({"loan", "--format", "png"}).code, 2);
  EXPECT_EQ(diagram({"--help"}).code, 0);
  EXPECT_EQ(diagram({"loan", "--workflows", "/no/such/folder"}).code, 3);
}

TEST(Shipped, AreCleanAndCanBeDrawn) {
  const Said all = verify({"--lang", "en"});
  EXPECT_EQ(all.code, 0) << all.out;
  for (const char* id : {"mediation", "agreement_review", "arbitration", "after_award", "inspection"}) {
    const Said drawn = diagram({id, "--format", "svg"});
    EXPECT_EQ(drawn.code, 0) << id << drawn.err;
    EXPECT_THAT(drawn.out, HasSubstr("</svg>"));
  }
  const Said missing = diagram({"inspections", "--lang", "en"});
  EXPECT_EQ(missing.code, 2);
  EXPECT_THAT(missing.err, HasSubstr("did you mean inspection"));
}

}  // namespace
}  // namespace hejie::cli

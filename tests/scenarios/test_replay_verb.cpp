// The verb itself: exit codes, the last line, what it says about bad scripts.
#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/replay.h"

namespace hejie::cli {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

class ReplayVerb : public testing::Test {
 protected:
  ReplayVerb() {
    std::string name = (std::filesystem::temp_directory_path() / "hejie-replay-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) folder = name;
  }
  ~ReplayVerb() override { std::filesystem::remove_all(folder); }

  std::string write(const std::string& text) {
    const std::string name = folder + "/" + std::to_string(++files) + ".json";
    std::ofstream(name) << text;
    return name;
  }
  /// A story of one step with this expectation.
  std::string story(const std::string& expect, const std::string& workflow = "inspection") {
    return write(
        R"({"title":{"zh":"甲","en":"a"},"source":"s","workflow":")" + workflow +
        R"(","steps":[{"on":"2024-03-04","by":"inspector/zhao","event":"record_lead","data":{"source":"tour","matter":"wages","parties":[{"role":"respondent","kind":"employer"}]},"expect":)" +
        expect + "}]}");
  }
  int run(const std::vector<std::string>& args) {
    out.str("");
    err.str("");
    return run_replay(args, out, err);
  }

  std::string folder;
  int files = 0;
  std::ostringstream out, err;
};

TEST_F(ReplayVerb, DoneIsZeroAndTheLastLineCounts) {
  const auto file = story(R"({"state":"lead","documents":["lead_form"],"alerts":[]})");
  EXPECT_EQ(run({file}), 0) << out.str() << err.str();
  EXPECT_THAT(out.str(), EndsWith("1 scripts, 1 steps, 3 expectations, 0 failed\n"));
  EXPECT_THAT(out.str(), HasSubstr("\nC 2024-03-04 main       inspector/zhao record_lead\n"));
  EXPECT_THAT(out.str(), HasSubstr("\nE 2024-03-04 main       record_lead\n"));
  EXPECT_THAT(out.str(), HasSubstr("\nD 2024-03-04 main       lead_form\n"));
}

TEST_F(ReplayVerb, AFailedExpectationIsOne) {
  EXPECT_EQ(run({story(R"({"state":"lead","documents":[]})")}), 1);
  EXPECT_THAT(out.str(), HasSubstr("documents: expected [], found [lead_form]"));
  EXPECT_THAT(out.str(), EndsWith("1 scripts, 1 steps, 2 expectations, 1 failed\n"));
  EXPECT_EQ(run({story(R"({"refused":"record_lead"})")}), 1);
  EXPECT_EQ(run({"--json", story(R"({"state":"filed"})")}), 1);
  EXPECT_THAT(out.str(), HasSubstr("\"failed\": 1"));
}

TEST_F(ReplayVerb, ABadScriptIsTwoWithEveryFinding) {
  EXPECT_EQ(run({write("{")}), 2);
  EXPECT_EQ(run({write("[]")}), 2);
  EXPECT_EQ(run({write(R"({"a":1,"a":2})")}), 2);
  EXPECT_EQ(run({story(R"({"state":"lead","sate":1})"), story(R"({})")}), 2);
  EXPECT_THAT(err.str(), HasSubstr("/steps/0/expect/sate"));
  EXPECT_THAT(err.str(), HasSubstr("/steps/0/expect  "));
  EXPECT_THAT(out.str(), testing::IsEmpty()) << "nothing runs when a script is bad";
  EXPECT_EQ(run({story(R"({"state":"lead"})", "no_such_workflow")}), 2);
}

TEST_F(ReplayVerb, WrongUsageIsTwoAndAMissingFileThree) {
  EXPECT_EQ(run({}), 2);
  EXPECT_EQ(run({"--no-such-flag", "x"}), 2);
  EXPECT_EQ(run({folder + "/nothing.json"}), 3);
  EXPECT_EQ(run({"--workflows", folder + "/nothing", story(R"({"state":"lead"})")}), 3);
  EXPECT_EQ(run({"--help"}), 0);
  EXPECT_THAT(out.str(), HasSubstr("--workflows"));
}

}  // namespace
}  // namespace hejie::cli

// The registry: which files make a procedure, which version is found how, and that the shipped set stands.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "engine/definition/alert_checks.h"
#include "engine/definition/registry.h"
#include "engine/definition/verify.h"
#include "resources/resources.h"
#include "tests/definition/sample.h"

namespace hejie::definition {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Names = std::vector<std::string>;

std::string digest(std::string_view bytes) {
  return std::to_string(std::hash<std::string_view>{}(bytes));
}

std::vector<SourceFile> shipped() {
  namespace fs = std::filesystem;
  std::vector<SourceFile> files;
  const fs::path root = HEJIE_SOURCE_DIR;
  for (const auto& entry : fs::recursive_directory_iterator(root / "workflows")) {
    if (!entry.is_regular_file() || entry.path().extension() != ".json") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    files.push_back({fs::relative(entry.path(), root).generic_string(), text.str()});
  }
  return files;
}

TEST(Registry, GroupsFilesByFolder) {
  const std::vector<SourceFile> files{
      {"workflows/cn/loan/b.json", ""}, {"workflows/cn/loan/a.json", ""},         {"workflows/cn/loan/notes.md", ""},
      {"workflows/cn/stray.json", ""},  {"workflows/calendars/cn/2026.json", ""}, {"workflows/roles/roles.json", ""},
      {"cn/other/x.json", ""}};
  const auto folders = procedure_folders(files);
  Names names;
  for (const auto& folder : folders) names.push_back(folder.folder + " " + std::to_string(folder.files.size()));
  EXPECT_THAT(names, ElementsAre("cn/other 1", "workflows/cn/loan 2"));
}

Definitions two_versions() {
  std::string newer = sample_text();
  newer.replace(newer.find("\"version\": 2"), 12, "\"version\": 3");
  const std::vector<SourceFile> files{{"cn/old/p.json", sample_text()}, {"cn/new/p.json", newer}};
  return Definitions::read(files, digest);
}

TEST(Registry, TheNewestVersionIsInForceTheOldOneIsKept) {
  const auto definitions = two_versions();
  EXPECT_EQ(lines(definitions.findings()), Names{});
  ASSERT_EQ(definitions.all().size(), 2U);
  const auto now = definitions.procedure("loan", Date{});
  ASSERT_NE(now, nullptr);
  EXPECT_EQ(now->version, 3);
  for (const auto& read : definitions.all()) {
    EXPECT_EQ(definitions.by_sha256(read.procedure->sha256), read.procedure);
    EXPECT_EQ(definitions.text_of(read.procedure->sha256), read.text);
  }
  EXPECT_EQ(definitions.procedure("lone", Date{}), nullptr);
  EXPECT_EQ(definitions.by_sha256("x"), nullptr);
  EXPECT_FALSE(definitions.text_of("x").has_value());
}

TEST(Registry, TellsTheSameVersionTwice) {
  const std::vector<SourceFile> files{{"cn/a/p.json", sample_text()}, {"cn/b/p.json", sample_text()}};
  EXPECT_EQ(lines(Definitions::read(files, digest).findings()), Names{"error duplicate /procedure"});
}

TEST(Registry, AdoptsAStoredVersionByItsText) {
  const auto source = two_versions();
  const auto old = source.all()[1].procedure->version == 2 ? source.all()[1] : source.all()[0];
  Definitions definitions = Definitions::read({}, digest);
  ASSERT_TRUE(definitions.adopt(old.text).has_value());
  ASSERT_NE(definitions.by_sha256(old.procedure->sha256), nullptr);
  EXPECT_EQ(definitions.by_sha256(old.procedure->sha256)->version, 2);
  EXPECT_EQ(definitions.procedure("loan", Date{}), nullptr) << "a stored version is never in force for new cases";
  const auto bad = definitions.adopt("{}");
  ASSERT_FALSE(bad.has_value());
  EXPECT_FALSE(bad.error().findings.empty());
}

TEST(Verify, TellsCalendarsToo) {
  const std::vector<SourceFile> files{{"workflows/cn/loan/p.json", sample_text()},
                                      {"workflows/calendars/cn/2026.json", "{}"}};
  const auto verified = verify_all(files);
  EXPECT_EQ(verified.checked, 1);
  EXPECT_TRUE(has_errors(verified.findings));
}

/// The shipped set with one place of a file under alerts/ changed.
std::set<std::string> found_in_alerts(const std::string& file, const std::string& from, const std::string& to) {
  std::vector<SourceFile> files;
  for (const auto& each : resources::under("workflows/"))
    files.push_back({std::string(each.path), std::string(each.bytes)});
  for (auto& each : files) {
    if (!each.path.ends_with(file)) continue;
    const auto at = each.text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    each.text.replace(at, from.size(), to);
  }
  Findings findings;
  const auto read = Definitions::read(files, nullptr);
  std::vector<engine::ProcedurePtr> procedures;
  for (const auto& one : read.all()) procedures.push_back(one.procedure);
  verify_alert_rules(files, read.library(), procedures, findings);
  std::set<std::string> out;
  for (const auto& finding : findings) {
    EXPECT_TRUE(finding.file.empty() || finding.file.ends_with(file)) << finding.file;
    out.insert(finding.check + " " + finding.path);
  }
  return out;
}

TEST(Verify, TheShippedRulesOfAlertsHaveNoFindings) {
  EXPECT_EQ(found_in_alerts("alerts/risks.json", "\"risks\"", "\"risks\""), std::set<std::string>{});
}

TEST(Verify, TellsWhatIsWrongInTheRulesOfAlerts) {
  using Found = std::set<std::string>;
  const auto risks = [](const char* from, const char* to) { return found_in_alerts("alerts/risks.json", from, to); };
  EXPECT_EQ(risks(R"("to": ["inspection_head"]})", R"("to": ["inspecton_head"]})"),
            (Found{"unknown_name /risks/same_employer/levels/0"}))
      << "a role";
  EXPECT_EQ(risks(R"({"at": 1, "to": ["$handler", "$head"]})", R"({"at": 1, "to": ["$handler", "$boss"]})"),
            (Found{"unknown_name /risks/before_spring_festival/levels/0/to"}))
      << "a recipient that means nobody";
  EXPECT_EQ(risks(R"("lead", "referral", "group_event"])", R"("lead", "referal", "group_event"])"),
            (Found{"unknown_name /risks/collective"}))
      << "a procedure";
  EXPECT_EQ(risks(R"("fact": "amount_fen")", R"("fact": "amount")"), (Found{"unknown_name /risks/large_amount"}))
      << "a field";
  EXPECT_EQ(risks(R"("fact": "amount_fen", "workflows": ["inspection", "lead", "group_event"])",
                  R"("fact": "matter", "workflows": ["inspection"])"),
            (Found{"type /risks/large_amount/fact"}))
      << "a field that is no number";
  EXPECT_EQ(risks(R"("matter": ["wages", "minimum_wage"])", R"("matter": ["wages", "minimum"])"),
            (Found{"unknown_name /risks/unpaid_order/when/matter"}))
      << "a value";
  EXPECT_EQ(risks(R"("en": "collective dispute")", R"("en": "")"), (Found{"translation /risks/collective/name"}));
  EXPECT_EQ(risks(R"("en": "find the cause and decide on a campaign")", R"("en": "")"),
            (Found{"translation /risks/sector_rise/duty"}))
      << "what must be done";
  EXPECT_EQ(risks("{figure} workers", "{number} workers"), (Found{"unknown_name /risks/collective/says"}));
  EXPECT_EQ(risks("{level_yuan} yuan", "{level} fen"), (Found{"type /risks/large_amount/says"})) << "an amount";
  EXPECT_EQ(risks("{figure} workers", "{figure_yuan} workers"), (Found{"type /risks/collective/says"})) << "no amount";
  EXPECT_EQ(risks("{figure} working days", "{figure_yuan} yuan"), (Found{"type /risks/stalled/says"}));
  EXPECT_EQ(risks(R"("cite": ["S1:7"])", R"("cite": [])"), (Found{"uncited /risks/collective"})) << "no reason";
  EXPECT_EQ(found_in_alerts("alerts/escalation.json", R"("window": "bureau_head")", R"("window": "bureau_hed")"),
            (Found{"unknown_name /escalation/next/window"}));
}

TEST(Verify, AnEmptySetIsNotSound) {
  const auto verified = verify_all({});
  EXPECT_EQ(lines(verified.findings), Names{"error empty "});
}

TEST(Verify, SomeAreSeenAmongAllAndReplaceTheirNamesake) {
  std::string broken = sample_text();
  broken.replace(broken.find("\"stops\": [{\"event\": \"accept\"}]"), 30, "\"stops\": []");
  const std::vector<SourceFile> files{{"workflows/cn/loan/p.json", sample_text()}};
  const std::vector<ProcedureFolder> mine{{"here", {{"here/p.json", broken}}}};
  const auto verified = verify_some(files, mine);
  EXPECT_EQ(verified.checked, 1);
  ASSERT_EQ(lines(verified.findings), Names{"error duty_unanswered /clocks/A01"});
  EXPECT_EQ(verified.findings[0].file, "here/p.json");
  EXPECT_THAT(
      verified_text(verified),
      HasSubstr(
          R"({"findings":[{"severity":"error","check":"duty_unanswered","file":"here/p.json","path":"/clocks/A01")"));
  EXPECT_THAT(verified_text(verified), HasSubstr(R"("checked":1})"));
}

TEST(Shipped, HasNoErrors) {
  const auto verified = verify_all(shipped());
  EXPECT_GE(verified.checked, 5);
  for (const auto& finding : verified.findings)
    EXPECT_EQ(finding.severity, Severity::warning)
        << finding.file << "#" << finding.path << " " << finding.check << ": " << finding.message.en;
}

TEST(Shipped, HasRolesAndLadders) {
  Findings findings;
  const Library library = read_library(shipped(), findings);
  EXPECT_EQ(lines(findings), Names{});
  for (const char* role : {"window", "mediator", "clerk", "arbitrator", "presiding_arbitrator", "committee_head",
                           "inspector", "inspection_head", "legal_reviewer", "bureau_head", "duty_officer", "archivist",
                           "system_admin", "security_admin", "audit_admin"}) {
    ASSERT_NE(library.find_role(role), nullptr) << role;
    EXPECT_EQ(library.find_role(role)->kind, RoleClass::staff) << role;
  }
  EXPECT_EQ(library.find_role("court")->kind, RoleClass::outside);
  EXPECT_EQ(library.find_role("clock")->kind, RoleClass::system);
  EXPECT_EQ(library.find_role("nobody"), nullptr);
  for (const char* ladder : {"duty_short", "duty_medium", "duty_long", "window", "hour"})
    ASSERT_NE(library.find_ladder(ladder), nullptr) << ladder;
}

}  // namespace
}  // namespace hejie::definition

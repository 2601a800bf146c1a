// Evidence at the desk, without a server: what a file is, what it may be called, where it lies, how long it stays.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "app/archive_directory.h"
#include "app/evidence_check.h"
#include "app/evidence_desk.h"
#include "app/evidence_text.h"
#include "app/file_names.h"
#include "engine/machine/evidence.h"
#include "tests/app/bench_case.h"

namespace hejie::app {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class Evidence : public testing::Test {
 protected:
  Evidence() {
    folder_ = fs::temp_directory_path() / ("hejie-evidence-" + std::to_string(getpid()) + "-" +
                                           testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    reopen();
  }
  ~Evidence() override { fs::remove_all(folder_); }

  void reopen(EvidenceLimits limits = {}) {
    EvidenceDesk::Parts parts{*bureau_.store, shipped(), bureau_.service, bureau_.clock, bureau_.ids, folder_.string()};
    parts.limits = limits;
    desk_.reset();
    desk_ = std::move(EvidenceDesk::open(std::move(parts)).value());
  }
  EvidenceGiven given(const CaseId& id, const std::string& name) {
    EvidenceGiven out;
    out.case_id = id;
    out.name = name;
    out.kind = "document";
    out.key = {"key-" + std::to_string(++keys_), "POST /x", ""};
    out.answer = [](const EvidenceItem& item) { return StoredAnswer{201, item.id, {}, {}}; };
    return out;
  }
  /// Its id. Fails the test when it is refused.
  std::string give(const CaseId& id, const std::string& bytes, const std::string& name = "a.txt") {
    auto upload = desk_->begin(window_, given(id, name));
    if (!upload || !(*upload)->take(bytes)) {
      ADD_FAILURE() << name;
      return {};
    }
    const auto done = (*upload)->finish();
    if (!done) ADD_FAILURE() << done.error().message.en;
    return done ? done->first.body : "";
  }
  /// "" = taken.
  std::string refusal(const std::string& name, std::string_view bytes) {
    auto upload = desk_->begin(window_, given(case_, name));
    if (!upload) return upload.error().message.en;
    if (const auto taken = (*upload)->take(bytes); !taken) return taken.error().message.en;
    const auto done = (*upload)->finish();
    return done ? "" : done.error().message.en;
  }
  std::vector<std::string> files() const {
    std::vector<std::string> out;
    std::error_code none;
    for (fs::recursive_directory_iterator one(folder_, none), end; !none && one != end; one.increment(none))
      if (one->is_regular_file()) out.push_back(fs::relative(one->path(), folder_).string());
    return out;
  }
  Result<std::string> read(const CaseId& id, const std::string& evidence) {
    TRY(const auto content, desk_->content(inspector_, id, evidence));
    std::string out;
    for (;;) {
      TRY(const auto piece, content.bytes->next());
      if (!piece) return out;
      out += *piece;
    }
  }
  void erase(const CaseId& id) {
    storage::Commit commit;
    commit.puts.emplace_back(storage::EraseTexts{id});
    ASSERT_TRUE(bureau_.store->commit(std::move(commit)));
    ASSERT_TRUE(desk_->forget(id));
  }

  Bureau bureau_;
  CaseId case_ = bureau_.complaint().case_id;
  Caller window_ = Bureau::person("window", "zhou");
  Caller inspector_ = Bureau::person("inspector", "zhao");
  fs::path folder_;
  int keys_ = 0;
  std::unique_ptr<EvidenceDesk> desk_;
};

TEST_F(Evidence, IsInTheLogByItsHashAndNotByItsName_053) {
  const auto id = give(case_, "工资未付\n", "甲某的工资条.txt");
  EXPECT_EQ(read(case_, id).value(), "工资未付\n");
  const auto history = bureau_.service.history(inspector_, case_).value();
  const auto& act = std::get<engine::Act>(history.back().event);
  EXPECT_EQ(act.event, engine::kAddEvidence);
  EXPECT_THAT(engine::evidence_field(act, engine::kEvidenceHash), SizeIs(64));
  const auto snapshot = std::move(*bureau_.store->snapshot());
  const auto entries = snapshot->log_entries(storage::Log::events, 0, 100).value();
  for (const auto& entry : entries) EXPECT_THAT(entry.entry, Not(HasSubstr("甲某的工资条")));
  const auto checked = check_store(*bureau_.store, shipped()).value();
  EXPECT_THAT(checked.findings, IsEmpty());
  ASSERT_THAT(checked.evidence, SizeIs(1));
  EXPECT_THAT(check_evidence(*bureau_.store, folder_.string(), checked.evidence)->findings, IsEmpty());
}

TEST_F(Evidence, GivingAFileMakesNobodyOneOfTheCaseAndNobodyItsHandler_051) {
  const auto before = bureau_.service.view(inspector_, case_, {}, {}).value().raw.clocks.size();
  const auto handler = (*bureau_.store->snapshot())->find_case(case_)->summary.handler;
  auto upload = desk_->begin(inspector_, given(case_, "a.txt")).value();
  ASSERT_TRUE(upload->take("x"));
  ASSERT_TRUE(upload->finish());
  EXPECT_EQ((*bureau_.store->snapshot())->find_case(case_)->summary.handler, handler);
  EXPECT_EQ(bureau_.service.view(inspector_, case_, {}, {}).value().raw.clocks.size(), before);
}

TEST_F(Evidence, LimitsHoldByFileByCaseAndAtOnce_052) {
  EvidenceLimits limits;
  limits.file_bytes = 1000;
  limits.case_files = 2;
  limits.case_bytes = 1500;
  limits.account_at_once = 1;
  reopen(limits);
  EXPECT_THAT(refusal("a.txt", std::string(1001, 'x')), HasSubstr("One file"));
  EXPECT_EQ(refusal("a.txt", std::string(1000, 'x')), "");
  EXPECT_THAT(refusal("b.txt", std::string(600, 'y')), HasSubstr("a case may have"));
  EXPECT_EQ(refusal("b.txt", "short"), "");
  EXPECT_THAT(refusal("c.txt", "x"), HasSubstr("a case may have 2 files"));
  const auto other = bureau_.complaint("k2").case_id;
  const auto running = desk_->begin(window_, given(other, "a.txt"));
  ASSERT_TRUE(running);
  const auto second = desk_->begin(window_, given(other, "b.txt"));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::too_many);
}

TEST_F(Evidence, WhatIsNotFinishedLeavesNothing_052) {
  {
    auto upload = desk_->begin(window_, given(case_, "a.txt")).value();
    ASSERT_TRUE(upload->take(std::string(200'000, 'x')));
    EXPECT_THAT(files(), SizeIs(1));
  }
  EXPECT_THAT(files(), IsEmpty());
  EXPECT_NE(refusal("a.pdf", "MZ\x90 program"), "");
  EXPECT_THAT(files(), IsEmpty());
}

TEST_F(Evidence, LiesOnceAndGoesWithTheLastFileOfACase_077) {
  const auto other = bureau_.complaint("k2").case_id;
  const auto one = give(case_, "工资表\n");
  const auto two = give(other, "工资表\n");
  ASSERT_THAT(files(), SizeIs(1));
  erase(case_);
  EXPECT_THAT(files(), SizeIs(1));
  EXPECT_EQ(read(case_, one).error().code, ErrorCode::not_found);
  EXPECT_EQ(read(other, two).value(), "工资表\n");
  const auto list = desk_->list(inspector_, case_).value();
  ASSERT_THAT(list.items, SizeIs(1));
  EXPECT_TRUE(list.items[0].erased);
  EXPECT_EQ(list.items[0].name, "");
  erase(other);
  EXPECT_THAT(files(), IsEmpty());
  const auto checked = check_store(*bureau_.store, shipped()).value();
  EXPECT_THAT(check_evidence(*bureau_.store, folder_.string(), checked.evidence)->findings, IsEmpty());
}

TEST_F(Evidence, WhatACrashLeftIsSweptAndNothingElse_052) {
  const auto kept = give(case_, "留下\n");
  fs::create_directories(folder_ / "evidence/ab");
  std::ofstream(folder_ / "evidence/ab" / std::string(62, 'c')) << "nobody names it";
  std::ofstream(folder_ / "evidence/incoming/half") << "half";
  reopen();
  EXPECT_THAT(files(), SizeIs(2)) << "incoming is cleared at once";
  const std::atomic<bool> stopping{false};
  EXPECT_EQ(desk_->sweep(stopping).value(), 1);
  EXPECT_THAT(files(), SizeIs(1));
  EXPECT_EQ(read(case_, kept).value(), "留下\n");
}

std::string zip_end(std::uint16_t entries, std::uint32_t bytes, std::uint32_t from) {
  std::string out("PK\x05\x06", 4);
  out.append(4, '\0');
  const auto put = [&](std::uint64_t value, int count) {
    for (int i = 0; i < count; ++i) out += static_cast<char>(value >> (8U * static_cast<unsigned int>(i)));
  };
  put(entries, 2);
  put(entries, 2);
  put(bytes, 4);
  put(from, 4);
  put(0, 2);
  return out;
}

TEST(ArchiveDirectory, WhateverTheBytesItEndsAndNeverReadsTooMuch_052) {
  const std::string entry = std::string("PK\x01\x02", 4) + std::string(42, '\0');
  const std::string sound = entry + zip_end(1, 46, 0);
  const auto read_from = [](const std::string& bytes, std::size_t& most) {
    return [&bytes, &most](std::uint64_t from, std::size_t length) -> Result<std::string> {
      most = std::max(most, length);
      return from >= bytes.size() ? std::string() : bytes.substr(static_cast<std::size_t>(from), length);
    };
  };
  std::size_t most = 0;
  ASSERT_TRUE(read_archive(sound.size(), read_from(sound, most), {}));
  std::mt19937 random(52);
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = sound;
    for (int k = 0; k < 1 + i % 4; ++k) bytes[random() % bytes.size()] = static_cast<char>(random());
    bytes.resize(bytes.size() - (i % 7 == 0 ? random() % 20 : 0));
    const auto found = read_archive(bytes.size(), read_from(bytes, most), {});
    const auto code = found ? ErrorCode::malformed : found.error().code;
    EXPECT_TRUE(code == ErrorCode::malformed || code == ErrorCode::too_large);
  }
  EXPECT_LE(most, 4UL << 20U);
}

TEST(FileNames, AreShownWithoutPathAndUnseenCharacters_051) {
  EXPECT_EQ(shown_name("../../工资表.pdf"), "工资表.pdf");
  EXPECT_EQ(shown_name("C:\\Users\\x\\a.docx"), "a.docx");
  EXPECT_EQ(shown_name(std::string("a\0\r\nb.txt", 9)), "ab.txt");
  EXPECT_EQ(shown_name("x\u202Efdp.exe"), "xfdp.exe");
  EXPECT_EQ(shown_name("a<b>|\"c?.txt"), "a_b___c_.txt");
  EXPECT_EQ(shown_name(" . "), "");
  EXPECT_EQ(shown_name(".."), "");
  EXPECT_EQ(extension_of("A.PDF"), "pdf");
  EXPECT_EQ(extension_of(".bashrc"), "");
  EXPECT_EQ(extension_of("工资"), "");
  std::string longest;
  for (int i = 0; i < 300; ++i) longest += "长";
  const std::string cut = shown_name(longest + ".txt");
  EXPECT_EQ(cut.size(), 3 * (kMostName - 4) + 4);
  const std::string pointed = shown_name(std::string(kMostName - 1, 'a') + ". b" + longest);
  EXPECT_EQ(pointed, std::string(kMostName - 1, 'a'));
  EXPECT_EQ(shown_name(pointed), pointed);
  EXPECT_TRUE(cut.ends_with(".txt"));
  EXPECT_TRUE(is_utf8(cut));
  EXPECT_FALSE(is_utf8("\xff\xfe"));
}

TEST(EvidenceTypes, TheTableReadsAndAPlainTextIsReadToItsEnd_052) {
  const auto rules = load_evidence_rules(shipped()).value();
  EXPECT_NE(rules.find_type("pdf"), nullptr);
  EXPECT_NE(rules.find_kind("document"), nullptr);
  const ReadAt nothing = [](std::uint64_t, std::size_t) -> Result<std::string> { return std::string(); };
  const auto type_of = [&](std::string_view bytes, const std::string& extension) -> std::string {
    TypeProbe probe(rules, extension);
    for (std::size_t at = 0; at < bytes.size(); at += 7)
      if (!probe.take(bytes.substr(at, 7))) return "";
    const auto type = probe.finish(bytes.size(), nothing);
    return type ? (*type)->id : "";
  };
  EXPECT_EQ(type_of("%PDF-1.4 and more", "pdf"), "pdf");
  EXPECT_EQ(type_of("%PDF-1.4 and more", "txt"), "");
  const std::string long_text = std::string(100, 'a') + "末";
  EXPECT_EQ(type_of(long_text, "txt"), "text");
  EXPECT_EQ(type_of(long_text.substr(0, long_text.size() - 1), "txt"), "") << "cut in a character";
  EXPECT_EQ(type_of(long_text + std::string(1, '\0'), "txt"), "");
  EXPECT_EQ(type_of("\xed\xa0\x80", "txt"), "") << "a surrogate";
  EXPECT_EQ(type_of("\xc0\xaf", "txt"), "") << "overlong";
  EXPECT_EQ(type_of(std::string("RIFF\x10\0\0\0WAVEfmt ", 16), "wav"), "wav");
  EXPECT_EQ(type_of(std::string("RIFF\x10\0\0\0AVI fmt ", 16), "wav"), "");
  EXPECT_FALSE(read_evidence_rules("{}"));
  EXPECT_FALSE(
      read_evidence_rules(R"({"kinds":[],"types":[],"archive":{"entries":1,"unpacked_bytes":1,"packed":[]}})"));
}

}  // namespace
}  // namespace hejie::app

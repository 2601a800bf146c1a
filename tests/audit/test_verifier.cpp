// What was done to a log is found and named.
#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "audit/text.h"

namespace hejie::audit {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

struct Row {
  std::int64_t seq = 0;
  std::optional<Hash> chain;
  std::string entry;
};

auto Names(const std::string& path, const std::string& code) {
  return Contains(AllOf(Field(&Finding::path, path), Field(&Finding::code, code)));
}

crypto::SignatureKind signature_of(HashKind hash) {
  return hash == HashKind::sm3 ? crypto::SignatureKind::sm2 : crypto::SignatureKind::ed25519;
}

/// By either hash: everything said of a log holds for both.
class VerifierTest : public testing::TestWithParam<HashKind> {
 protected:
  VerifierTest() {
    Edge edge(GetParam());
    Hash chain{};
    for (std::int64_t seq = 1; seq <= 40; ++seq) {
      std::string entry = R"({"n":)" + std::to_string(seq) + "}";
      chain = link(GetParam(), chain, seq, entry);
      edge.append(leaf(GetParam(), entry));
      rows_.push_back({seq, chain, std::move(entry)});
      if (seq == 20 || seq == 40)
        text_ +=
            head_line({"events", GetParam(), seq, edge.root(), chain, Instant{seq * 1000}, seq == 20, {}}, key_) + "\n";
    }
  }
  Row& at(std::int64_t seq) { return rows_[static_cast<std::size_t>(seq - 1)]; }
  LogReport verify(bool with_heads = true) {
    LogVerifier verifier("events", GetParam(),
                         with_heads ? heads_of(read_heads(text_, key_), "events") : std::vector<Head>{});
    for (const auto& row : rows_) verifier.take(row.seq, row.chain, row.entry);
    return verifier.finish();
  }
  /// As somebody would who knows how the chain is made.
  void link_again_from(std::int64_t seq) {
    for (; seq <= static_cast<std::int64_t>(rows_.size()); ++seq)
      at(seq).chain = link(GetParam(), seq == 1 ? Hash{} : *at(seq - 1).chain, seq, at(seq).entry);
  }
  std::string export_text() {
    std::string out = log_begin(GetParam(), "events");
    for (const auto& row : rows_) out += log_line(row.seq, *row.chain, row.entry);
    return out + log_end(static_cast<std::int64_t>(rows_.size()));
  }

  crypto::Key key_ = crypto::Key::generate(signature_of(GetParam()));
  std::vector<Row> rows_;
  std::string text_;
};

TEST_P(VerifierTest, SoundLogHasNoFinding) {
  const auto report = verify();
  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_EQ(report.size, 40);
  EXPECT_EQ(report.signed_size, 40);
  EXPECT_EQ(report.heads, 2);
}

TEST_P(VerifierTest, ChangedEntryIsNamed_084) {
  at(17).entry = R"({"n":170})";
  EXPECT_THAT(verify(false).findings, Names("/events/17", "changed"));
  EXPECT_THAT(verify().findings, Names("/events/1-20", "head_differs"));
}

TEST_P(VerifierTest, ChangedLinkIsNamed_084) {
  at(17).chain = leaf(GetParam(), "x");
  const auto found = verify(false).findings;
  EXPECT_THAT(found, Names("/events/17", "link_changed"));
  EXPECT_EQ(found.size(), 1U);
}

TEST_P(VerifierTest, EntryChangedTogetherWithItsLinkIsFoundBehindIt_084) {
  at(17).entry = "{}";
  at(17).chain = link(GetParam(), *at(16).chain, 17, "{}");
  EXPECT_THAT(verify(false).findings, Names("/events/18", "changed"));
}

TEST_P(VerifierTest, WholeTailMadeAgainIsSeenByTheHeadAlone_084) {
  at(31).entry = "{}";
  link_again_from(31);
  EXPECT_THAT(verify(false).findings, IsEmpty()) << "a bare chain does not see it";
  EXPECT_THAT(verify().findings, Names("/events/21-40", "head_differs"));
}

TEST_P(VerifierTest, RemovedEntriesAreNamed_084) {
  rows_.erase(rows_.begin() + 16, rows_.begin() + 19);
  EXPECT_THAT(verify(false).findings, Names("/events/17-19", "missing"));
}

TEST_P(VerifierTest, RemovedAndNumberedAgainIsNamed_084) {
  rows_.erase(rows_.begin() + 16);
  for (std::size_t i = 16; i < rows_.size(); ++i) --rows_[i].seq;
  EXPECT_THAT(verify(false).findings, Names("/events/17-18", "renumbered"));
}

TEST_P(VerifierTest, SwappedEntriesAreNamed_084) {
  std::swap(at(9).entry, at(30).entry);
  const auto found = verify(false).findings;
  EXPECT_THAT(found, Names("/events/9", "moved"));
  EXPECT_THAT(found, Names("/events/30", "moved"));
  EXPECT_EQ(found.size(), 2U);
}

TEST_P(VerifierTest, RowsThatChangedPlacesWithTheirLinksAreNamed_084) {
  std::swap(at(9).entry, at(30).entry);
  std::swap(at(9).chain, at(30).chain);
  const auto found = verify(false).findings;
  EXPECT_THAT(found, Names("/events/9", "moved"));
  EXPECT_THAT(found, Names("/events/30", "moved"));
  EXPECT_EQ(found.size(), 2U);
}

TEST_P(VerifierTest, CutOffTailIsSeenByTheHeadAlone_085) {
  rows_.resize(33);
  EXPECT_THAT(verify(false).findings, IsEmpty()) << "a bare chain does not see it";
  EXPECT_THAT(verify().findings, Names("/events/34-40", "cut_off"));
}

TEST_P(VerifierTest, EmptiedLogIsCutOff_085) {
  rows_.clear();
  EXPECT_THAT(verify().findings, Names("/events/1-40", "cut_off"));
}

TEST_P(VerifierTest, AddedEntryIsNamed_084) {
  rows_.insert(rows_.begin() + 10, {11, leaf(GetParam(), "x"), "{}"});
  EXPECT_THAT(verify(false).findings, Names("/events/11", "out_of_order"));
}

TEST_P(VerifierTest, MissingLinkIsNamed_084) {
  at(5).chain.reset();
  EXPECT_THAT(verify(false).findings, Names("/events/5", "no_link"));
}

TEST_P(VerifierTest, HeadsOfAnotherKeyOrChangedAreNoHeads_085) {
  EXPECT_THAT(read_heads(text_, crypto::Key::generate()).findings, Names("/heads/1", "head_invalid"));
  std::string changed = text_;
  changed[changed.find(" 40 ") + 1] = '3';
  const auto heads = read_heads(changed, key_);
  EXPECT_THAT(heads.findings, Names("/heads/2", "head_invalid"));
  EXPECT_EQ(heads.all.size(), 1U);
  EXPECT_THAT(read_heads(text_.substr(0, text_.size() - 5), key_).findings, IsEmpty()) << "torn by a crash";
}

TEST_P(VerifierTest, ExportIsCheckedWithoutTheStore_084) {
  const auto heads = read_heads(text_, key_);
  std::istringstream sound(export_text());
  const auto report = verify_text(sound, heads);
  ASSERT_TRUE(report);
  EXPECT_THAT(report->report.findings, IsEmpty());
  EXPECT_EQ(report->report.signed_size, 40);

  std::string changed = export_text();
  changed.replace(changed.find(R"({"n":17})"), 8, R"({"n":71})");
  std::istringstream in(changed);
  EXPECT_THAT(verify_text(in, heads)->report.findings, Names("/events/17", "changed"));

  std::istringstream cut(export_text().substr(0, export_text().find("\n30 ") + 1));
  const auto short_report = verify_text(cut, heads);
  EXPECT_THAT(short_report->report.findings, Names("/events", "cut_short"));
  EXPECT_THAT(short_report->report.findings, Names("/events/30-40", "cut_off"));
  for (const char* bad :
       {"", "x", "hejie-log-1 events\nx\n", "hejie-log-1 events\n1 00 {}\n", "hejie-log-1 events\nend x\n"}) {
    std::istringstream text(bad);
    EXPECT_EQ(verify_text(text, heads).error().code, ErrorCode::malformed) << bad;
  }
}

TEST_P(VerifierTest, ProofTextHoldsAndEveryChangedByteBreaksIt_086) {
  std::vector<std::string> entries;
  for (const auto& row : rows_) entries.push_back(row.entry);
  const NodeAt at_node = [&](int level, std::int64_t index) -> Result<Hash> {
    Edge part(GetParam());
    for (std::int64_t i = index << level; i < (index + 1) << level; ++i)
      part.append(leaf(GetParam(), entries[static_cast<std::size_t>(i)]));
    return part.root();
  };
  const auto head = heads_of(read_heads(text_, key_), "events").back();
  const std::string proof = proof_text(InclusionProof{"events", GetParam(), entries[10], 11,
                                                      inclusion_proof(GetParam(), 10, 40, at_node).value(), head.line});
  ASSERT_TRUE(verify_proof(proof, key_)) << verify_proof(proof, key_).error().message.en;
  EXPECT_EQ(verify_proof(proof, key_)->size, 40);
  for (std::size_t i = 0; i < proof.size(); ++i) {
    std::string changed = proof;
    changed[i] = changed[i] == '7' ? '8' : '7';
    EXPECT_FALSE(verify_proof(changed, key_)) << "byte " << i << " of:\n" << proof;
  }
}

TEST_P(VerifierTest, ConsistencyTextHoldsAndEveryChangedByteBreaksIt_086) {
  const NodeAt at_node = [&](int level, std::int64_t index) -> Result<Hash> {
    Edge part(GetParam());
    for (std::int64_t i = index << level; i < (index + 1) << level; ++i)
      part.append(leaf(GetParam(), rows_[static_cast<std::size_t>(i)].entry));
    return part.root();
  };
  const auto heads = heads_of(read_heads(text_, key_), "events");
  ASSERT_GE(heads.size(), 2U);
  const auto &earlier = heads.front(), &later = heads.back();
  const std::string proof = proof_text(
      ConsistencyProof{"events", GetParam(), earlier.line,
                       consistency_proof(GetParam(), earlier.size, later.size, at_node).value(), later.line});
  ASSERT_TRUE(is_consistency(proof));
  const auto held = verify_consistency_text(proof, key_);
  ASSERT_TRUE(held) << held.error().message.en;
  EXPECT_EQ(held->first.size, earlier.size);
  EXPECT_EQ(held->second.size, later.size);
  EXPECT_FALSE(verify_proof(proof, key_)) << "it is no proof of an entry";
  for (std::size_t i = 0; i < proof.size(); ++i) {
    std::string changed = proof;
    changed[i] = changed[i] == '7' ? '8' : '7';
    EXPECT_FALSE(verify_consistency_text(changed, key_)) << "byte " << i << " of:\n" << proof;
  }
}

INSTANTIATE_TEST_SUITE_P(Hashes, VerifierTest, testing::Values(HashKind::sha256, HashKind::sm3),
                         [](const auto& one) { return std::string(name_of(one.param)); });

TEST(HeadFile, AddsLinesAndEndsATornOne) {
  std::string folder = (std::filesystem::temp_directory_path() / "hejie-heads-XXXXXX").string();
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  const std::string path = folder + "/heads.log";
  EXPECT_EQ(read_head_file(path).value(), "");
  std::ofstream(path) << "torn";
  ASSERT_TRUE(append_heads(path, {"a", "b"}));
  EXPECT_EQ(read_head_file(path).value(), "torn\na\nb\n");
  EXPECT_EQ(append_heads(folder + "/none/heads.log", {"a"}).error().code, ErrorCode::io);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace hejie::audit

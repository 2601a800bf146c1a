#include "audit/text.h"

#include <charconv>
#include <istream>

namespace hejie::audit {
namespace {

constexpr std::string_view kLog = "hejie-log-1";
constexpr std::string_view kProof = "hejie-proof-1";
constexpr std::string_view kInclusion = "inclusion ";
constexpr std::string_view kConsistency = "consistency ";
constexpr std::string_view kSm3 = "-sm3";
constexpr std::string_view kEnd = "end ";

std::string_view next_field(std::string_view& line) {
  const auto space = std::min(line.find(' '), line.size());
  const auto out = line.substr(0, space);
  line.remove_prefix(std::min(space + 1, line.size()));
  return out;
}

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return out;
}

std::string title(std::string_view magic, HashKind hash) {
  std::string out(magic);
  if (hash == HashKind::sm3) out += kSm3;
  return out + ' ';
}

struct Titled {
  HashKind hash = HashKind::sha256;
  std::string_view rest;
};

/// What title() made, and what stands behind it.
std::optional<Titled> read_title(std::string_view line, std::string_view magic) {
  for (const HashKind hash : {HashKind::sha256, HashKind::sm3}) {
    const std::string begin = title(magic, hash);
    if (line.starts_with(begin)) return Titled{hash, line.substr(begin.size())};
  }
  return std::nullopt;
}

std::unexpected<Error> malformed(const std::string& line) {
  return fail(ErrorCode::malformed, {"第 " + line + " 行不符合格式", "line " + line + " is not of this form"});
}

/// All lines end in a line feed; empty when they do not.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  if (!text.empty()) lines.clear();
  return lines;
}

/// Lines 3 to the last but one.
Result<std::vector<Hash>> nodes_in(const std::vector<std::string_view>& lines) {
  std::vector<Hash> nodes;
  for (std::size_t i = 2; i + 1 < lines.size(); ++i) {
    std::string_view field = lines[i];
    const bool named = next_field(field) == "node";
    const auto hash = from_hex(field);
    if (!named || !hash) return malformed(std::to_string(i + 1));
    nodes.push_back(*hash);
  }
  return nodes;
}

std::string node_lines(const std::vector<Hash>& nodes) {
  std::string out;
  for (const auto& hash : nodes) out += "node " + to_hex(hash) + '\n';
  return out;
}

}  // namespace

std::string log_begin(HashKind hash, const std::string& log) {
  return title(kLog, hash) + log + "\n";
}
std::string log_line(std::int64_t seq, const Hash& chain, std::string_view entry) {
  return std::to_string(seq) + ' ' + to_hex(chain) + ' ' + std::string(entry) + '\n';
}
std::string log_end(std::int64_t count) {
  return std::string(kEnd) + std::to_string(count) + "\n";
}

Result<TextReport> verify_text(std::istream& in, const Heads& heads) {
  std::string line;
  const auto titled = std::getline(in, line) ? read_title(line, kLog) : std::nullopt;
  if (!titled) return malformed("1");
  TextReport out;
  out.log = titled->rest;
  out.hash = titled->hash;
  LogVerifier verifier(out.log, out.hash, heads_of(heads, out.log));
  std::int64_t count = 0;
  std::optional<std::int64_t> end;
  while (std::getline(in, line)) {
    const std::string number = std::to_string(count + 2);
    if (end) return malformed(number);
    if (line.starts_with(kEnd)) {
      end = number_of(std::string_view(line).substr(kEnd.size()));
      if (!end) return malformed(number);
      continue;
    }
    std::string_view rest = line;
    const auto seq = number_of(next_field(rest));
    const auto chain = from_hex(next_field(rest));
    if (!seq || !chain || rest.empty()) return malformed(number);
    verifier.take(*seq, chain, rest);
    ++count;
  }
  out.report = verifier.finish();
  if (end != count) {
    out.report.findings.push_back({"/" + out.log,
                                   "cut_short",
                                   {"文件不完整,结尾行缺失或者数目不符", "the file is not whole: its end is missing"}});
  }
  return out;
}

std::string proof_text(const InclusionProof& proof) {
  return title(kProof, proof.hash) + std::string(kInclusion) + proof.log + "\nentry " + std::to_string(proof.seq) +
         ' ' + proof.entry + '\n' + node_lines(proof.nodes) + proof.head_line + '\n';
}

Result<Head> verify_proof(std::string_view text, const crypto::Key& key) {
  const auto lines = lines_of(text);
  const auto titled = lines.size() < 3 ? std::nullopt : read_title(lines[0], kProof);
  if (!titled || !titled->rest.starts_with(kInclusion)) return malformed("1");
  std::string_view rest = lines[1];
  const bool entry = next_field(rest) == "entry";
  const auto seq = number_of(next_field(rest));
  if (!entry || !seq) return malformed("2");
  TRY(const auto nodes, nodes_in(lines));
  TRY(const Head head, read_head(lines.back(), key));
  const HashKind hash = titled->hash;
  if (head.log != titled->rest.substr(kInclusion.size()) || head.hash != hash ||
      !verify_inclusion(hash, leaf(hash, rest), *seq - 1, head.size, nodes, head.root)) {
    return fail(ErrorCode::invalid, {"条目不在签名的树中", "the entry is not in the signed tree"});
  }
  return head;
}

std::string proof_text(const ConsistencyProof& proof) {
  return title(kProof, proof.hash) + std::string(kConsistency) + proof.log + '\n' + proof.earlier_line + '\n' +
         node_lines(proof.nodes) + proof.later_line + '\n';
}

bool is_consistency(std::string_view text) {
  const auto titled = read_title(text, kProof);
  return titled && titled->rest.starts_with(kConsistency);
}

Result<std::pair<Head, Head>> verify_consistency_text(std::string_view text, const crypto::Key& key) {
  const auto lines = lines_of(text);
  if (lines.size() < 3 || !is_consistency(lines[0])) return malformed("1");
  TRY(const auto nodes, nodes_in(lines));
  TRY(Head earlier, read_head(lines[1], key));
  TRY(Head later, read_head(lines.back(), key));
  const Titled titled = *read_title(lines[0], kProof);
  const auto log = titled.rest.substr(kConsistency.size());
  if (earlier.log != log || later.log != log || earlier.hash != titled.hash || later.hash != titled.hash ||
      !verify_consistency(titled.hash, earlier.size, later.size, earlier.root, later.root, nodes)) {
    return fail(ErrorCode::invalid, {"后来的日志不包含先前的日志", "the later log does not hold the earlier one"});
  }
  return std::pair{std::move(earlier), std::move(later)};
}

}  // namespace hejie::audit

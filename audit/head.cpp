#include "audit/head.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <fstream>
#include <iterator>
#include <map>

namespace hejie::audit {
namespace {

constexpr std::string_view kMagic = "hejie-head-1";
constexpr std::string_view kMagicSm3 = "hejie-head-1-sm3";
constexpr std::size_t kFields = 9;

std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> out;
  while (out.size() < kFields) {
    const auto space = line.find(' ');
    out.push_back(line.substr(0, space));
    if (space == std::string_view::npos) return out;
    line.remove_prefix(space + 1);
  }
  out.emplace_back("more");  // one field too many
  return out;
}

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size() || out < 0) return std::nullopt;
  return out;
}

std::optional<std::string> bytes_of_hex(std::string_view text) {
  std::string out;
  if (text.size() != 128) return std::nullopt;
  for (const auto half : {text.substr(0, 64), text.substr(64)}) {
    const auto hash = from_hex(half);
    if (!hash) return std::nullopt;
    out += bytes_of(*hash);
  }
  return out;
}

std::string signed_part(const Head& head, const crypto::Key& key) {
  std::string out(head.hash == HashKind::sm3 ? kMagicSm3 : kMagic);
  out += head.begins ? " begin " : " head ";
  out += head.log + ' ' + std::to_string(head.size) + ' ' + to_hex(head.root) + ' ' + to_hex(head.chain) + ' ' +
         std::to_string(head.at.ms) + ' ' + key.id();
  return out;
}

std::unexpected<Error> not_a_head() {
  return fail(ErrorCode::invalid, {"不是签名的树头", "not a line of a signed tree head"});
}

}  // namespace

bool fits(HashKind hash, const crypto::Key& key) {
  return (hash == HashKind::sm3) == (key.kind() == crypto::SignatureKind::sm2);
}

std::string head_line(const Head& head, const crypto::Key& key) {
  std::string out = signed_part(head, key);
  const std::string signature = key.sign(out);
  return out + ' ' + crypto::to_hex(signature);
}

Result<Head> read_head(std::string_view line, const crypto::Key& key) {
  const auto field = fields_of(line);
  const bool sm3 = field[0] == kMagicSm3;
  if (field.size() != kFields || (field[0] != kMagic && !sm3) || (field[1] != "head" && field[1] != "begin"))
    return not_a_head();
  const HashKind hash = sm3 ? HashKind::sm3 : HashKind::sha256;
  const auto size = number_of(field[3]);
  const auto root = from_hex(field[4]);
  const auto chain = from_hex(field[5]);
  const auto at = number_of(field[6]);
  const auto signature = bytes_of_hex(field[8]);
  if (!size || !root || !chain || !at || !signature) return not_a_head();
  if (field[7] != key.id() || !fits(hash, key)) {
    return fail(ErrorCode::invalid, {"树头由另一密钥签名: " + std::string(field[7]),
                                     "the tree head was signed by another key: " + std::string(field[7])});
  }
  if (!key.verify(line.substr(0, line.rfind(' ')), *signature)) {
    return fail(ErrorCode::invalid, {"树头的签名不符", "the signature of the tree head does not hold"});
  }
  return Head{std::string(field[2]), hash, *size, *root, *chain, Instant{*at}, field[1] == "begin", std::string(line)};
}

Heads read_heads(std::string_view text, const crypto::Key& key) {
  Heads out;
  std::map<std::string, Head> last;
  for (int number = 1; text.find('\n') != std::string_view::npos; ++number) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    const std::string path = "/heads/" + std::to_string(number);
    auto head = read_head(line, key);
    if (!head) {
      out.findings.push_back({path, "head_invalid", head.error().message});
      continue;
    }
    const auto before = last.find(head->log);
    if (!head->begins && before != last.end() && (head->size < before->second.size || head->at < before->second.at)) {
      out.findings.push_back(
          {path, "head_goes_back", {"树头早于前一条", "the tree head is older than the one before"}});
    }
    last[head->log] = *head;
    out.all.push_back(std::move(*head));
  }
  return out;
}

std::vector<Head> heads_of(const Heads& heads, std::string_view log) {
  std::vector<Head> out;
  for (const auto& head : heads.all) {
    if (head.log != log) continue;
    if (head.begins) out.clear();
    out.push_back(head);
  }
  return out;
}

Result<std::string> read_head_file(const std::string& path) {
  if (::access(path.c_str(), F_OK) != 0) return "";
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(ErrorCode::io, {"不能读取树头文件 " + path, "Cannot read the file of tree heads " + path});
  return std::string(std::istreambuf_iterator<char>(in), {});
}

Status append_heads(const std::string& path, const std::vector<std::string>& lines) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR | S_IRGRP);
  bool good = file >= 0;
  std::string text;
  struct stat info {};
  if (good && ::fstat(file, &info) == 0 && info.st_size > 0) {
    char last = '\n';
    good = ::pread(file, &last, 1, info.st_size - 1) == 1;
    if (last != '\n') text += '\n';
  }
  for (const auto& line : lines) text += line + '\n';
  good = good && ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fdatasync(file) == 0;
  if (file >= 0) ::close(file);
  if (good) return {};
  return fail(ErrorCode::io, {"不能写入树头文件 " + path, "Cannot write the file of tree heads " + path});
}

}  // namespace hejie::audit

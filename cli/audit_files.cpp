#include "cli/audit_files.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <ostream>
#include <vector>

#include "crypto/running_hash.h"
#include "engine/machine/evidence.h"

namespace hejie::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHashDigits = 64;

/// Hash -> position of the entry that names it first. An entry is one line of canonical JSON: SEQ LINK ENTRY.
Result<std::map<std::string, std::string>> named_in(const std::string& log) {
  std::ifstream in(log, std::ios::binary);
  if (!in) return fail(ErrorCode::io, {"无法读取 " + log, "cannot read " + log});
  const std::string what = "\"" + std::string(engine::kEvidenceHash) + "\":";
  std::map<std::string, std::string> out;
  for (std::string line; std::getline(in, line);) {
    const auto at = line.find(what);
    const auto quote = at == std::string::npos ? at : line.find_first_of("0123456789abcdef", at + what.size());
    if (quote == std::string::npos) continue;
    const auto end = line.find('"', quote);
    const std::string hash = line.substr(quote, end - quote);
    if (hash.size() == kHashDigits) out.try_emplace(hash, line.substr(0, line.find(' ')));
  }
  return out;
}

Result<std::string> hash_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  crypto::RunningHash hash;
  std::array<char, 65'536> piece{};
  while (in.read(piece.data(), piece.size()) || in.gcount() > 0)
    hash.take({piece.data(), static_cast<std::size_t>(in.gcount())});
  if (in.bad() || !in.eof()) return fail(ErrorCode::io, {"无法读取 " + path.string(), "cannot read " + path.string()});
  return hash.finish_hex();
}

}  // namespace

Result<bool> print_files(const std::string& log, const std::string& folder, bool english, std::ostream& out) {
  TRY(const auto named, named_in(log));
  std::vector<fs::path> files;
  std::error_code failed;
  for (fs::recursive_directory_iterator one(folder, failed), end; !failed && one != end; one.increment(failed))
    if (one->is_regular_file(failed)) files.push_back(one->path());
  if (failed) return fail(ErrorCode::io, {"无法读取 " + folder, "cannot read " + folder});
  std::ranges::sort(files);
  bool all = true;
  for (const auto& path : files) {
    TRY(const auto hash, hash_of(path));
    const auto entry = named.find(hash);
    all = all && entry != named.end();
    out << path.string() << ": ";
    if (entry == named.end()) {
      out << (english ? "the log does not name it: changed, or never given\n" : "日志中没有：已被改动，或者从未登记\n");
    } else {
      out << (english ? "as entry " + entry->second + " names it\n" : "与第 " + entry->second + " 条登记的一致\n");
    }
  }
  return all;
}

}  // namespace hejie::cli

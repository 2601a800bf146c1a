#include "crypto/key_file.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>

#include "crypto/sha256.h"
#include "crypto/wipe.h"
#include "engine/base/fault_controls.h"

namespace hejie::crypto {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFirstLine = "hejie personal data keys 1";

std::unexpected<Error> io(const std::string& zh, const std::string& en) {
  return fail(ErrorCode::io, {zh, en});
}

const char* name_of(Suite suite) {
  return suite == Suite::sm ? "sm" : "aes";
}

std::optional<Suite> suite_named(const std::string& name) {
  if (name == "aes") return Suite::aes;
  if (name == "sm") return Suite::sm;
  return std::nullopt;
}

std::optional<std::string> from_hex(const std::string& hex) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  if (hex.size() != 64) return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const auto high = kDigits.find(hex[i]);
    const auto low = kDigits.find(hex[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
  }
  return out;
}

/// "index sm 0f3a...", "key 2 aes 77b0...": what it names, or nothing.
std::optional<NumberedKey> read_line(const std::string& line) {
  std::istringstream in(line);
  std::string word, suite, hex, more;
  int number = 0;
  in >> word;
  if (word == "key" && !(in >> number && number >= 1 && number <= 65'535)) return std::nullopt;
  if (word != "key" && word != "index") return std::nullopt;
  if (!(in >> suite >> hex) || in >> more) return std::nullopt;
  const auto chosen = suite_named(suite);
  auto secret = from_hex(hex);
  if (!chosen || !secret) return std::nullopt;
  NumberedKey out{number, *chosen, Secret(*secret)};
  OPENSSL_cleanse(secret->data(), secret->size());
  return out;
}

std::string line_of(const NumberedKey& key) {
  const std::string what = key.number == 0 ? "index" : "key " + std::to_string(key.number);
  return what + " " + name_of(key.suite) + " " + to_hex(key.secret.bytes()) + "\n";
}

Status check_mode(const std::string& path) {
  struct stat found {};
  if (stat(path.c_str(), &found) != 0) {
    if (errno != ENOENT) return io("无法读取密钥文件 " + path, "cannot read the key file " + path);
    return fail(ErrorCode::not_found, {"没有密钥文件 " + path, "there is no key file " + path});
  }
  if ((found.st_mode & (S_IRWXG | S_IRWXO)) == 0 || HEJIE_FAULT(key_for_all)) return {};
  return io("密钥文件 " + path + " 可被他人读取，请改为 0400",
            "others may read the key file " + path + "; make it 0400");
}

Result<KeyFile> parse(const std::string& path, std::istream& in) {
  const auto bad = [&](int at) {
    return fail(ErrorCode::invalid, {path + " 第 " + std::to_string(at) + " 行不是密钥",
                                     path + " line " + std::to_string(at) + " is no key"});
  };
  std::string line;
  if (!std::getline(in, line) || line != kFirstLine) return bad(1);
  std::optional<NumberedKey> index;
  std::vector<NumberedKey> keys;
  for (int at = 2; std::getline(in, line); ++at) {
    if (line.empty() || line.starts_with('#')) continue;
    const auto key = read_line(line);
    if (!key) return bad(at);
    const bool in_order = key->number == 0 ? !index : keys.empty() || key->number > keys.back().number;
    if (!in_order) return bad(at);
    if (key->number == 0) {
      index = *key;
    } else {
      keys.push_back(*key);
    }
  }
  if (!index || keys.empty()) {
    return fail(ErrorCode::invalid, {path + " 缺少索引密钥或数据密钥", path + " lacks its index key or a data key"});
  }
  return KeyFile{*index, std::move(keys)};
}

bool write_and_sync(const std::string& path, const std::string& text) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR);
  if (file < 0) return false;
  const bool good = write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(file) == 0;
  return close(file) == 0 && good;
}

bool sync_folder(const std::string& path) {
  const auto parent = fs::path(path).parent_path();
  const int folder = open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_CLOEXEC);
  const bool good = folder >= 0 && fsync(folder) == 0;
  if (folder >= 0) close(folder);
  return good;
}

}  // namespace

KeyFile new_key_file(Suite suite) {
  return {{0, suite, Secret::random()}, {{1, suite, Secret::random()}}};
}

Result<KeyFile> read_key_file(const std::string& path) {
  TRY_VOID(check_mode(path));
  const WipingScope scope;
  std::ifstream in(path, std::ios::binary);
  if (!in) return io("无法读取密钥文件 " + path, "cannot read the key file " + path);
  return parse(path, in);
}

Status write_key_file(const std::string& path, const KeyFile& file, bool replace) {
  std::string text = std::string(kFirstLine) + "\n" +
                     "# Who has this file and the store can read the personal data in it; without it nobody can. Keep "
                     "a copy apart from the backups.\n" +
                     line_of(file.index);
  for (const auto& key : file.keys) text += line_of(key);
  std::error_code failed;
  // A link to a file on another medium is written through, not replaced.
  const fs::path real = fs::is_symlink(path, failed) ? fs::weakly_canonical(path, failed) : fs::path(path);
  const std::string unfinished = real.string() + ".new";
  fs::remove(unfinished, failed);
  bool good = write_and_sync(unfinished, text);
  OPENSSL_cleanse(text.data(), text.size());
  if (good && replace) {
    good = std::rename(unfinished.c_str(), real.c_str()) == 0;
  } else if (good) {
    good = link(unfinished.c_str(), real.c_str()) == 0;  // unlike a rename it never overwrites
  }
  fs::remove(unfinished, failed);
  if (good && sync_folder(real.string())) return {};
  return io("无法写入密钥文件 " + path, "cannot write the key file " + path);
}

}  // namespace hejie::crypto

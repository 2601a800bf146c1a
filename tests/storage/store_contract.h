// What every store must do; run over each backend by test_contract.cpp. One scratch store a test.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "storage/store.h"
#include "tests/storage/samples.h"

namespace hejie::storage {

/// A folder of its own that goes away with the object.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "hejie-store-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~ScratchFolder() { std::filesystem::remove_all(path_); }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

struct Backend {
  const char* name;
  std::function<std::unique_ptr<Store>(const std::string& folder)> open;
};
inline void PrintTo(const Backend& backend, std::ostream* out) {
  *out << backend.name;
}

/// Every backend there is; a new one is a line in backends.cpp.
const std::vector<Backend>& all_backends();
std::string name_of_backend(const testing::TestParamInfo<Backend>& one);

class StoreContract : public testing::TestWithParam<Backend> {
 protected:
  void SetUp() override {
    store_ = GetParam().open(folder_.path());
    ASSERT_NE(store_, nullptr);
  }

  CommitResult must(Commit commit) {
    auto outcome = store_->commit(std::move(commit));
    if (!outcome) {
      ADD_FAILURE() << outcome.error().message.en;
      return {};
    }
    return std::move(*outcome);
  }
  CommitError refused(Commit commit) {
    auto outcome = store_->commit(std::move(commit));
    if (outcome) {
      ADD_FAILURE() << "expected a refusal";
      return {};
    }
    return std::move(outcome.error());
  }
  std::unique_ptr<Snapshot> look() { return std::move(store_->snapshot().value()); }
  void put(Put one) {
    Commit commit;
    commit.puts.push_back(std::move(one));
    must(std::move(commit));
  }
  Seq head() { return look()->counts().value().head; }

  ScratchFolder folder_;
  std::unique_ptr<Store> store_;
};

}  // namespace hejie::storage

#include "storage/faulty/faulty_store.h"
#include "storage/memory/memory_store.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/storage/store_contract.h"

namespace hejie::storage {

const std::vector<Backend>& all_backends() {
  static const std::vector<Backend> list = {{"memory", [](const std::string&) { return memory::open_store(); }},
                                            {"sqlite",
                                             [](const std::string& folder) -> std::unique_ptr<Store> {
                                               sqlite::Options options;
                                               options.folder = folder;
                                               options.note_codes = false;  // memory has none to note
                                               auto store = sqlite::open_store(options);
                                               return store ? std::move(*store) : nullptr;
                                             }},
                                            {"faulty", [](const std::string&) -> std::unique_ptr<Store> {
                                               return std::make_unique<faulty::FaultyStore>(memory::open_store());
                                             }}};
  return list;
}

std::string name_of_backend(const testing::TestParamInfo<Backend>& one) {
  return one.param.name;
}

}  // namespace hejie::storage

// SPDX-License-Identifier: Apache-2.0
#include "fastdeploy/core/internal/build_id.h"

#include <elf.h>
#include <fmt/format.h>
#include <link.h>

#include <cstring>
#include <string_view>

namespace fastdeploy {
namespace {

constexpr std::string_view kOwner("GNU\0", 4);

/// Of notes: each has a header, the name of its owner and its contents, in steps of 4 bytes.
std::string FindId(std::string_view notes) {
  const auto padded = [](size_t size) { return (size + 3) & ~size_t{3}; };
  ElfW(Nhdr) header;
  while (notes.size() >= sizeof(header)) {
    std::memcpy(&header, notes.data(), sizeof(header));
    notes.remove_prefix(sizeof(header));
    const size_t owner = padded(header.n_namesz);
    const size_t size = owner + padded(header.n_descsz);
    if (size > notes.size()) break;
    if (header.n_type == NT_GNU_BUILD_ID && notes.substr(0, header.n_namesz) == kOwner) {
      std::string id;
      for (const char byte : notes.substr(owner, header.n_descsz)) {
        id += fmt::format("{:02x}", static_cast<unsigned char>(byte));
      }
      return id;
    }
    notes.remove_prefix(size);
  }
  return "";
}

/// Looks at one library of the process; 1 ends the walk.
int Look(dl_phdr_info* library, size_t /*size*/, void* id) {
  const auto own = reinterpret_cast<ElfW(Addr)>(&BuildId);
  bool is_own = false;
  for (int i = 0; i < library->dlpi_phnum; ++i) {
    const ElfW(Phdr)& part = library->dlpi_phdr[i];
    is_own = is_own || (part.p_type == PT_LOAD && own - library->dlpi_addr - part.p_vaddr <
                                                      static_cast<ElfW(Addr)>(part.p_memsz));
  }
  for (int i = 0; is_own && i < library->dlpi_phnum; ++i) {
    const ElfW(Phdr)& part = library->dlpi_phdr[i];
    if (part.p_type != PT_NOTE) continue;
    // The loader gives addresses as numbers. NOLINTNEXTLINE(performance-no-int-to-ptr)
    const auto* notes = reinterpret_cast<const char*>(library->dlpi_addr + part.p_vaddr);
    const std::string found = FindId({notes, part.p_memsz});
    if (!found.empty()) *static_cast<std::string*>(id) = found;
  }
  return is_own ? 1 : 0;
}

}  // namespace

std::string BuildId() {
  std::string id;
  dl_iterate_phdr(Look, &id);
  return id;
}

}  // namespace fastdeploy

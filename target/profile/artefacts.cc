// SPDX-License-Identifier: Apache-2.0
#include "target/profile/artefacts.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "base/atomic_file.h"
#include "target/profile/allocation_sites.h"
#include "target/profile/flame_graph.h"
#include "target/profile/heaptrack.h"
#include "target/profile/massif.h"
#include "target/profile/perf_script.h"
#include "target/profile/run_tool.h"
#include "target/profile/v8_profile.h"

namespace clamor {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kConverting{300};

using Read = std::function<FoldedStacks(const std::string& text, const std::string& file)>;

// In the order of their names.
std::vector<fs::path> FilesIn(const fs::path& folder, std::string_view prefix,
                              std::string_view suffix) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(prefix) && name.ends_with(suffix)) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// Each process's stacks below its file's name, where there are several processes.
FoldedStacks ReadAll(const std::vector<fs::path>& files, const Read& read) {
  FoldedStacks all;
  for (const fs::path& file : files) {
    const std::string root = files.size() == 1 ? "" : file.stem().string();
    all.AddBelow(root, read(ReadFile(file), file.filename().string()));
  }
  return all;
}

FoldedStacks NodeStacks(const ProfilePlan& plan, std::string_view extension, const Read& read) {
  const auto files = FilesIn(plan.folder, "node-", extension);
  if (files.empty()) {
    throw std::runtime_error(fmt::format(
        "Node left no profile in {}: it is written when the server ends by itself or by "
        "SIGTERM, SIGINT or SIGHUP",
        plan.folder.string()));
  }
  return ReadAll(files, read);
}

// Converts the recording to text. Both are removed once they are read: they are large, and a
// recording holds what lay on the server's stacks, such as tokens.
FoldedStacks PerfStacks(const ProfilePlan& plan, std::vector<std::string> options,
                        FoldedStacks (*read)(std::string_view), Guard& guard) {
  const fs::path text = plan.folder / "perf.txt";
  const fs::path recording = plan.folder / "perf.data";
  std::vector<std::string> argv{"perf",
                                "script",
                                "-i",
                                recording.string(),
                                "--no-inline",
                                "-F",
                                "comm,pid,tid,time,period,event,ip,sym,dso"};
  argv.insert(argv.end(), options.begin(), options.end());
  RunTool({argv, text}, kConverting, guard);
  FoldedStacks stacks = read(ReadFile(text));
  fs::remove(text);
  fs::remove(recording);
  return stacks;
}

// To users without rights the kernel tells when threads were switched, and not where.
void CheckStacks(const FoldedStacks& waits) {
  const auto has_stack = [](const auto& entry) { return entry.first.back() != kNoStack; };
  if (waits.empty() || std::any_of(waits.stacks().begin(), waits.stacks().end(), has_stack)) return;
  throw CannotProfile(
      "perf recorded when threads waited, but not where: the kernel tells that to root, and to all "
      "with kernel.perf_event_paranoid=1 or below");
}

// heaptrack's raw recording -> its data file, which heaptrack's own viewer opens. The recording is
// removed: it is several times as large.
fs::path InterpretHeaptrack(const fs::path& raw, Guard& guard) {
  fs::path data = fs::path(raw).replace_extension(".data");
  const fs::path interpreter = HeaptrackFile(FindTool("heaptrack"), "libexec/heaptrack_interpret");
  RunTool({{interpreter.string()}, data, raw}, kConverting, guard);
  fs::remove(raw);
  return data;
}

// `cost` as heaptrack_print names it: "peak" or "leaked".
FoldedStacks HeaptrackStacks(const fs::path& data, const std::string& cost, Guard& guard) {
  const fs::path folded = fs::path(data).replace_extension(cost);
  const fs::path messages = fs::path(data).replace_extension("txt");
  RunTool({{"heaptrack_print", "-f", data.string(), "-p0", "-a0", "-T0", "-F", folded.string(),
            "--flamegraph-cost-type", cost},
           messages},
          kConverting, guard);
  FoldedStacks stacks = ParseFolded(ReadFile(folded));
  fs::remove(messages);
  fs::remove(folded);
  return stacks;
}

struct Heap {
  FoldedStacks stacks;
  std::string table;
};

Heap HeapOf(const ProfilePlan& plan, Guard& guard) {
  if (plan.kind == ServerKind::kNode) {
    FoldedStacks stacks = NodeStacks(plan, ".heapprofile", HeapProfileStacks);
    std::string table = SitesTable(plan.how, stacks);
    return {std::move(stacks), std::move(table)};
  }
  if (const auto raw = FilesIn(plan.folder, "heaptrack.", ".raw"); !raw.empty()) {
    const fs::path data = InterpretHeaptrack(raw.front(), guard);
    FoldedStacks stacks = HeaptrackStacks(data, "peak", guard);
    std::string table =
        SitesTable(plan.how, stacks) + '\n' +
        SitesTable("Memory that was never freed.", HeaptrackStacks(data, "leaked", guard));
    return {std::move(stacks), std::move(table)};
  }
  const auto massif = FilesIn(plan.folder, "massif.out.", "");
  if (massif.empty()) {
    throw std::runtime_error("neither heaptrack nor massif left a file in " + plan.folder.string());
  }
  FoldedStacks stacks = ReadAll(massif, MassifStacks);
  std::string table = SitesTable(plan.how, stacks);
  return {std::move(stacks), std::move(table)};
}

// Of all but memory.
FoldedStacks TimesOf(const ProfilePlan& plan, Guard& guard) {
  const bool node = plan.kind == ServerKind::kNode;
  if (plan.tool == ProfileTool::kFlame) {
    return node ? NodeStacks(plan, ".cpuprofile", CpuProfileStacks)
                : PerfStacks(plan, {}, OnCpuStacks, guard);
  }
  if (node) {
    return NodeStacks(plan, ".waits",
                      [](const std::string& text, const auto&) { return ParseFolded(text); });
  }
  FoldedStacks waits = PerfStacks(plan, {"--show-switch-events"}, OffCpuStacks, guard);
  CheckStacks(waits);
  return waits;
}

FlameGraphLabels LabelsOf(const ProfilePlan& plan) {
  const bool node = plan.kind == ServerKind::kNode;
  switch (plan.tool) {
    case ProfileTool::kBubbleprof:
      return {"Where time goes waiting", plan.how, WeightUnit::kMicroseconds};
    case ProfileTool::kHeapprofiler:
      return {"What allocated the memory", plan.how, WeightUnit::kBytes};
    case ProfileTool::kFlame:
    case ProfileTool::kDoctor:
      break;
  }
  return {"Where time goes on the CPU", plan.how,
          node ? WeightUnit::kMicroseconds : WeightUnit::kSamples};
}

std::vector<Artefact> ClinicPages(const ProfilePlan& plan) {
  std::vector<Artefact> pages;
  for (const fs::path& page : FilesIn(plan.folder, "", ".html")) {
    pages.push_back({page, fmt::format("Clinic's page of its {}", NameOf(plan.tool))});
  }
  // A diagnosis stands on its own.
  if (pages.empty() && plan.tool != ProfileTool::kDoctor) {
    throw std::runtime_error(
        fmt::format("Clinic left no page in {}: the server's log tells what became of it",
                    plan.folder.string()));
  }
  return pages;
}

}  // namespace

std::vector<Artefact> MakeArtefacts(const ProfilePlan& plan, Guard& guard) {
  if (plan.by_clinic) return ClinicPages(plan);
  if (plan.tool == ProfileTool::kDoctor) return {};
  const FlameGraphLabels labels = LabelsOf(plan);
  const fs::path graph = plan.folder / fmt::format("{}.svg", NameOf(plan.tool));
  if (plan.tool != ProfileTool::kHeapprofiler) {
    WriteWhole(graph, FlameGraphSvg(TimesOf(plan, guard), labels));
    return {{graph, labels.title}};
  }
  const fs::path table = plan.folder / "heapprofiler.txt";
  const Heap heap = HeapOf(plan, guard);
  WriteWhole(graph, FlameGraphSvg(heap.stacks, labels));
  WriteWhole(table, heap.table);
  return {{graph, labels.title}, {table, "Memory by the functions that allocated it"}};
}

}  // namespace clamor

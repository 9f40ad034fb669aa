#include "cell.h"

#include <numeric>

namespace naru::geo {
namespace {

// Sorts every row of neighbours and drops the second of equal ones.
void tidy(Cell& cell) {
    std::size_t end = 0;
    for (std::int32_t node = 0; node < cell.size(); ++node) {
        const auto begin = cell.near.begin() + cell.first[node], stop = cell.near.begin() + cell.first[node + 1];
        std::sort(begin, stop);
        const auto unique_end = std::unique(begin, stop);
        cell.first[node] = static_cast<std::int32_t>(end);
        end = static_cast<std::size_t>(std::copy(begin, unique_end, cell.near.begin() + end) - cell.near.begin());
    }
    cell.first.back() = static_cast<std::int32_t>(end);
    cell.near.resize(end);
}

}  // namespace

Cell whole(const Graph& graph) {
    require(graph.head.size() < (std::size_t{1} << 30), "the graph must have fewer than 2^30 arcs.");
    Cell cell;
    cell.name.resize(graph.nodes());
    std::iota(cell.name.begin(), cell.name.end(), 0);
    const auto for_edges = [&](auto visit) {
        for (std::int32_t tail = 0; tail < graph.nodes(); ++tail)
            for (auto arc = graph.first_out[tail]; arc < graph.first_out[tail + 1]; ++arc)
                if (graph.head[arc] != tail) visit(tail, graph.head[arc]);
    };
    cell.first.assign(cell.name.size() + 1, 0);
    for_edges([&](std::int32_t a, std::int32_t b) { ++cell.first[a + 1], ++cell.first[b + 1]; });
    std::partial_sum(cell.first.begin(), cell.first.end(), cell.first.begin());
    cell.near.resize(cell.first.back());
    std::vector<std::int32_t> next(cell.first.begin(), cell.first.end() - 1);
    for_edges([&](std::int32_t a, std::int32_t b) { cell.near[next[a]++] = b, cell.near[next[b]++] = a; });
    tidy(cell);
    return cell;
}

std::vector<Cell> split(const Cell& cell, const std::vector<std::int32_t>& part, std::int32_t parts) {
    std::vector<Cell> cells(parts);
    std::vector<std::int32_t> local(cell.name.size());
    for (std::int32_t node = 0; node < cell.size(); ++node) {
        if (part[node] < 0) continue;
        local[node] = cells[part[node]].size();
        cells[part[node]].name.push_back(cell.name[node]);
    }
    for (Cell& one : cells) one.first.reserve(one.name.size() + 1), one.first.push_back(0);
    for (std::int32_t node = 0; node < cell.size(); ++node) {
        if (part[node] < 0) continue;
        Cell& own = cells[part[node]];
        for (const auto other : cell.around(node))
            if (part[other] == part[node]) own.near.push_back(local[other]);
        own.first.push_back(static_cast<std::int32_t>(own.near.size()));
    }
    return cells;
}

std::int32_t connect(const Cell& cell, std::vector<std::int32_t>& part) {
    constexpr std::int32_t fresh = -2;
    for (auto& number : part)
        if (number >= 0) number = fresh;
    std::int32_t parts = 0;
    std::vector<std::int32_t> stack;
    for (std::int32_t start = 0; start < cell.size(); ++start) {
        if (part[start] != fresh) continue;
        part[start] = parts;
        stack.push_back(start);
        while (!stack.empty()) {
            const auto node = stack.back();
            stack.pop_back();
            for (const auto other : cell.around(node))
                if (part[other] == fresh) part[other] = parts, stack.push_back(other);
        }
        ++parts;
    }
    return parts;
}

}  // namespace naru::geo

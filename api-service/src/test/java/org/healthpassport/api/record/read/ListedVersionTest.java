package org.healthpassport.api.record.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageRequest;
import org.healthpassport.api.record.version.VersionName;

class ListedVersionTest {
    private static final int PAGE_BYTES = 4 << 20;

    @Example
    void shouldNotCutPagesOfOrdinaryRecords() {
        Page<ListedVersion> page = ListedVersion.page(
                listed(IntStream.generate(() -> 2_000).limit(201).boxed().toList()), new PageRequest(200, null, ""));

        assertThat(page.items()).hasSize(200);
        assertThat(page.nextCursor()).isNotNull();
    }

    @Property(tries = 300)
    void shouldGoOnWhereAPageWasCutUntilNothingIsLeft(
            @ForAll @Size(max = 40) List<@IntRange(max = 5 << 20) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 20) int limit) {
        // given
        List<ListedVersion> all = listed(sizes);

        // when
        List<ListedVersion> seen = new ArrayList<>();
        PageRequest request = new PageRequest(limit, null, "");
        boolean more = true;
        while (more) {
            List<ListedVersion> rest = all.subList(seen.size(), Math.min(all.size(), seen.size() + limit + 1));
            Page<ListedVersion> page = ListedVersion.page(rest, request);

            // then
            assertThat(page.items().size()).isLessThanOrEqualTo(limit);
            if (page.items().size() > 1) {
                assertThat(rest.stream()
                                .limit(page.items().size())
                                .mapToInt(ListedVersion::bytes)
                                .sum())
                        .isLessThanOrEqualTo(PAGE_BYTES);
            }
            seen.addAll(page.items());
            more = page.nextCursor() != null;
            assertThat(more).isEqualTo(seen.size() < all.size());
        }
        assertThat(seen).isEqualTo(all);
    }

    private static List<ListedVersion> listed(List<Integer> sizes) {
        return IntStream.range(0, sizes.size())
                .mapToObj(i -> new ListedVersion(
                        "record",
                        sizes.size() - i,
                        ReadResult.readable(new VersionName("record", sizes.size() - i, "command " + i)),
                        sizes.get(i),
                        false,
                        new ListPosition(Instant.EPOCH, "command " + i)))
                .toList();
    }
}

package org.healthpassport.benchmarks.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.healthpassport.benchmarks.product.Usage.OfThread;
import org.healthpassport.benchmarks.result.CpuShare;
import org.junit.jupiter.api.Test;

class UsageTest {
    private static final long MS = 1_000_000;

    @Test
    void shouldLeaveOutWhatIsUsedAnyway() {
        // given
        Spent idle = new Spent(4 * MS, Map.of(Part.BROKER, 3 * MS, Part.STORE, MS), 100);
        Spent spent = new Spent(20 * MS, Map.of(Part.BROKER, 4 * MS, Part.HTTP, 10 * MS, Part.COMPILER, 6 * MS), 300);

        // when it idled twice as long
        Spent more = spent.without(idle, 2);

        // then
        assertThat(more)
                .isEqualTo(new Spent(12 * MS, Map.of(Part.BROKER, 0L, Part.HTTP, 10 * MS, Part.COMPILER, 6 * MS), 100));
        assertThat(more.without(Part.COMPILER).cpu()).isEqualTo(6 * MS);
    }

    @Test
    void shouldShareTheCpuAmongTheParts() {
        // given
        Usage before = new Usage(
                100 * MS,
                Map.of(1L, new OfThread(Part.HTTP, 40 * MS, 1_000), 2L, new OfThread(Part.STORE, 10 * MS, 0)),
                Map.of(Part.COMPILER, 20 * MS));
        Usage after = new Usage(
                200 * MS,
                Map.of(
                        1L, new OfThread(Part.HTTP, 80 * MS, 5_000),
                        2L, new OfThread(Part.STORE, 30 * MS, 500),
                        3L, new OfThread(Part.API, 10 * MS, 500),
                        4L, new OfThread(Part.MEASURING, 5 * MS, 9_000)),
                Map.of(Part.COMPILER, 40 * MS));

        // when
        Spent spent = after.since(before);

        // then the measuring itself does not count, and the JVM has what nobody else used
        assertThat(spent.cpuMs(10)).isEqualTo(9.5);
        assertThat(spent.apiCpuMs(10)).isEqualTo(5);
        assertThat(spent.allocatedKb(10)).isEqualTo(0.5);
        assertThat(spent.shares(10))
                .containsExactlyInAnyOrder(
                        new CpuShare("http", 4),
                        new CpuShare("store", 2),
                        new CpuShare("compiler", 2),
                        new CpuShare("api", 1),
                        new CpuShare("jvm", 0.5))
                .startsWith(new CpuShare("http", 4));
    }
}

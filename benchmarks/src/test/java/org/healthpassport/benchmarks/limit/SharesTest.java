package org.healthpassport.benchmarks.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.healthpassport.benchmarks.result.Limit;
import org.healthpassport.benchmarks.result.Load;
import org.healthpassport.benchmarks.result.Measurement;
import org.healthpassport.benchmarks.result.ShareOfLimit;
import org.junit.jupiter.api.Test;

class SharesTest {
    private static final List<Limit> LIMITS = List.of(
            new Limit(HttpLimit.EMPTY, 5000, "/s", 0.2),
            new Limit(StoreLimits.INSERT, 4000, "/s", 0.3),
            new Limit(StoreLimits.FIND, 9000, "/s", 0.1),
            new Limit(BrokerLimit.SEND, 8000, "/s", 0.2),
            new Limit(FileLimits.UPLOAD, 100, "MiB/s", 8));

    @Test
    void shouldAddUpWhatARequestNeeds() {
        // when
        List<ShareOfLimit> shares = Shares.of(List.of(measured("create", Load.CLOSED, 2, 100)), LIMITS);

        // then
        assertThat(shares)
                .extracting(ShareOfLimit::limit)
                .containsExactly("empty WebFlux handler", "empty WebFlux handler + 1 raw Kafka + 2 raw insert");
        assertThat(shares.get(0).reached()).isEqualTo(0.1, within(1e-9));
        assertThat(shares.get(1).reached()).isEqualTo(0.5, within(1e-9));
    }

    @Test
    void shouldCompareBytesOfTransfers() {
        // when
        List<ShareOfLimit> shares = Shares.of(List.of(measured("upload 1 GiB", Load.ONCE, 9000, 0.05)), LIMITS);

        // then
        assertThat(shares)
                .singleElement()
                .satisfies(share -> assertThat(share.reached()).isEqualTo(0.05 * 1024 / 100, within(1e-9)));
    }

    @Test
    void shouldLeaveOutWhatCannotBeCompared() {
        // given
        List<Measurement> measured = List.of(
                measured("read", Load.OPEN, 2, 100),
                measured("download 10 MB", Load.CLOSED, 20, 9),
                measured("upload 10 XB", Load.CLOSED, 20, 9));

        // then
        assertThat(Shares.of(measured, List.of(Limit.notMeasured(FileLimits.DOWNLOAD, "MiB/s", "no keytool"))))
                .isEmpty();
        assertThat(Shares.of(List.of(measured("read", Load.CLOSED, 2, 100)), LIMITS.subList(0, 2)))
                .extracting(ShareOfLimit::limit)
                .containsExactly("empty WebFlux handler");
    }

    private static Measurement measured(String scenario, Load load, double cpuMs, double perSecond) {
        return new Measurement(scenario, load, 1000, 0, 1000 / perSecond, 1, 1, cpuMs, cpuMs, 1, List.of());
    }
}

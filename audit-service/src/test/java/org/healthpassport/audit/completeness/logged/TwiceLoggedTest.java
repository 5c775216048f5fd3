package org.healthpassport.audit.completeness.logged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.healthpassport.audit.SampleEntries;
import org.healthpassport.audit.completeness.logged.TwiceLogged.Number;
import org.healthpassport.audit.log.CommittedEntries;
import org.healthpassport.audit.log.LogInMemory;
import org.healthpassport.audit.tile.BundleId;
import org.healthpassport.audit.tile.DamagedLogFile;
import org.healthpassport.audit.tile.Entry;
import org.junit.jupiter.api.Test;

class TwiceLoggedTest {
    private static final Number ONE_EVENT = new Number("records/one", 1);
    private static final Number TWO_EVENTS = new Number("records/two", 1);
    private static final Number DAMAGED = new Number("records/damaged", 1);

    private final LogInMemory log = new LogInMemory();

    @Test
    void shouldTellOneEventThatIsThereTwiceFromTwo() throws IOException {
        // given
        log.append(SampleEntries.inStream("records/another", 1));
        Entry sentAgain = SampleEntries.inStream("records/one", 1).toEntry();
        for (int i = 0; i < 2; i++) {
            log.append(sentAgain);
            log.append(SampleEntries.inStream("records/two", 1));
        }
        fill(5_000);

        // then
        assertThat(ofOneEvent(log)).containsExactly(ONE_EVENT);

        // when a third entry is of another event
        log.append(SampleEntries.inStream("records/one", 1));

        // then
        assertThat(ofOneEvent(log)).isEmpty();
    }

    @Test
    void shouldSuspectWhatItCannotLookAt() throws IOException {
        // given
        Entry sentAgain = SampleEntries.inStream("records/damaged", 1).toEntry();
        log.append(sentAgain);
        fill(3_000);
        log.append(sentAgain);
        Entry later = SampleEntries.inStream("records/one", 1).toEntry();
        log.append(later);
        log.append(later);

        // then
        assertThat(ofOneEvent(new CommittedEntries() {
                    @Override
                    public long size() {
                        return log.size();
                    }

                    @Override
                    public List<Entry> entries(long from, long to) throws IOException {
                        if (from == 0) {
                            throw new DamagedLogFile(new BundleId(0, 256), "is missing");
                        }
                        return log.entries(from, to);
                    }
                }))
                .containsExactly(ONE_EVENT);
    }

    private void fill(int size) {
        for (long number = log.size(); number < size; number++) {
            log.append(SampleEntries.inStream("documents/many", number));
        }
    }

    private static Set<Number> ofOneEvent(CommittedEntries log) throws IOException {
        TwiceLogged search = new TwiceLogged(log, Set.of(ONE_EVENT, TWO_EVENTS, DAMAGED));
        while (search.readOn(log.size())) {
            // The next thousand.
        }
        return search.ofOneEvent();
    }
}

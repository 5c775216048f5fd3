package org.healthpassport.audit.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.healthpassport.audit.mongo.EmbeddedDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WriterElectionTest {
    @RegisterExtension
    static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

    private WriterLeaseStore store;
    private WriterElection first;
    private WriterElection second;
    private boolean away;
    private long now;

    @BeforeEach
    void open() {
        WriterLeaseStore real = new MongoLeaseStore(DATABASE.create());
        store = new WriterLeaseStore() {
            @Override
            public Optional<WriterLease> read() throws IOException {
                return real.read();
            }

            @Override
            public boolean replace(Optional<WriterLease> expected, WriterLease next) throws IOException {
                boolean replaced = real.replace(expected, next);
                if (away) {
                    throw new IOException("no answer");
                }
                return replaced;
            }
        };
        first = election("first");
        second = election("second");
        now = 0;
        away = false;
    }

    @Test
    void shouldGiveAFreeLeaseToOne() throws Exception {
        assertThat(first.acquire()).isTrue();
        assertThat(second.acquire()).isFalse();
    }

    @Test
    void shouldLeaveTheLeaseToWhoeverRenewsIt() throws Exception {
        // given
        first.acquire();

        for (int second = 0; second < 20; second++) {
            // when
            pass(1000);
            assertThat(first.renew()).isTrue();

            // then
            assertThat(this.second.acquire()).isFalse();
        }
    }

    @Test
    void shouldTakeOverALeaseThatWasNotRenewed() throws Exception {
        // given
        first.acquire();
        second.acquire();

        // when
        pass(4999);
        boolean early = second.acquire();
        pass(1);
        boolean late = second.acquire();

        // then
        assertThat(early).isFalse();
        assertThat(late).isTrue();
        assertThat(first.renew()).isFalse();
        assertThat(first.acquire()).isFalse();
    }

    @Test
    void shouldGiveBackItsLease() throws Exception {
        // given
        first.acquire();
        first.renew();

        // when
        first.release();

        // then
        assertThat(second.acquire()).isTrue();
        first.release();
        assertThat(second.renew()).isTrue();
    }

    @Test
    void shouldGoOnAtOnceWhenTheStoreDidNotAnswerItself() throws Exception {
        // given
        first.acquire();
        pass(1000);
        away = true;
        assertThatThrownBy(() -> first.renew()).isInstanceOf(IOException.class);

        // when
        away = false;

        // then
        assertThat(first.renew()).isFalse();
        assertThat(first.acquire()).isTrue();
    }

    private WriterElection election(String instance) {
        return new WriterElection(instance, store, Duration.ofSeconds(5), () -> now);
    }

    private void pass(long milliseconds) {
        now += TimeUnit.MILLISECONDS.toNanos(milliseconds);
    }
}

package org.healthpassport.objects.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import org.healthpassport.vault.object.ObjectConflict;
import org.healthpassport.vault.object.ObjectRejected;
import org.healthpassport.vault.object.ObjectStore;
import org.healthpassport.vault.object.ObjectStoreContract;
import org.healthpassport.vault.object.StoreRefused;
import org.healthpassport.vault.object.StoreUnavailable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of every store behind a network; an adapter's store is opened with short time-outs through the line. */
public abstract class RemoteObjectStoreContract extends ObjectStoreContract {
    private static final int LARGE = 20 * 1024 * 1024;

    /** The line through which {@link #openStore} reaches the stand-in. */
    protected abstract FaultyLine line();

    /** As {@link #openStore}, with credentials that the vendor does not know. */
    protected abstract ObjectStore openWithWrongCredentials();

    @AfterEach
    void mend() {
        line().mend();
    }

    @Test
    void shouldKeepLargeObjects() throws IOException {
        // given
        byte[] bytes = bytes(5, LARGE + 17);

        // when
        put("documents/large", bytes);

        // then
        assertThat(read(store, "documents/large")).isEqualTo(bytes);
        try (SeekableByteChannel channel = store.open("documents/large").position(LARGE - 5)) {
            assertThat(Channels.newInputStream(channel).readAllBytes())
                    .isEqualTo(Arrays.copyOfRange(bytes, LARGE - 5, bytes.length));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 429, 408})
    void shouldSayThatTheStoreIsAwayWhileItAnswersSo(int status) {
        // given
        put("d1", bytes(1, 100));
        line().answer(status, Integer.MAX_VALUE);

        // then
        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> store.find("d1"));
        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> put("d2", bytes(2, 100)));
        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> store.delete("d1"));
        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> read(store, "d1"));
        line().mend();
        assertThat(store.find("d1")).isPresent();
        assertThat(store.find("d2")).isEmpty();
        put("d2", bytes(2, 100));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void shouldSayThatTheStoreRefusesThisService(int status) {
        // given
        line().answer(status, Integer.MAX_VALUE);

        // then
        assertThatExceptionOfType(StoreRefused.class).isThrownBy(() -> store.find("d1"));
        assertThatExceptionOfType(StoreRefused.class).isThrownBy(() -> put("d1", bytes(2, 100)));
    }

    @Test
    void shouldSayThatTheStoreRejectsAnObject() {
        // given
        line().answer(400, Integer.MAX_VALUE);

        // then
        assertThatExceptionOfType(ObjectRejected.class).isThrownBy(() -> put("d1", bytes(2, 100)));
    }

    @Test
    void shouldNotWaitForEverForAStoreThatIsSilent() {
        // given
        put("d1", bytes(1, 100));
        line().beSilent();

        // then
        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> store.find("d1"));
        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> put("d2", bytes(1, 100)));
    }

    /** No silence between two bytes of an answer ends such a request, as there is no answer yet. */
    @Test
    @Timeout(60)
    void shouldNotWaitForEverForAStoreThatTakesNoMore() {
        // given
        line().stickRequests(1_000_000);

        // then
        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> put("d1", bytes(1, LARGE)));
        line().mend();
        assertThat(store.find("d1")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 5_000, 100_000})
    void shouldStoreNothingOfAnUploadThatIsCutOff(int afterBytes) throws IOException {
        // given
        byte[] bytes = bytes(1, LARGE);
        line().cutRequests(afterBytes, Integer.MAX_VALUE);

        // when
        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> put("d1", bytes));

        // then
        line().mend();
        assertThat(store.find("d1")).isEmpty();
        put("d1", bytes);
        assertThat(read(store, "d1")).isEqualTo(bytes);
    }

    /** A store that takes an object in parts repeats the part that was cut off, and gets through with patience. */
    @Test
    void shouldStoreAllOrNothingOfAnUploadThatIsCutOffLate() throws IOException {
        // given
        byte[] bytes = bytes(1, LARGE);
        line().cutRequests(10_000_000, Integer.MAX_VALUE);

        // when
        try {
            put("d1", bytes);
        } catch (StoreUnavailable cutOff) {
            line().mend();
            assertThat(store.find("d1")).isEmpty();
            put("d1", bytes);
        }

        // then
        line().mend();
        assertThat(read(store, "d1")).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 700, 100_000})
    void shouldGoOnReadingWhereAnAnswerWasCutOff(int afterBytes) throws IOException {
        // given
        byte[] bytes = bytes(1, 1_000_000);
        put("d1", bytes);

        // when
        try (SeekableByteChannel channel = store.open("d1")) {
            line().cutAnswers(afterBytes, 2);

            // then
            assertThat(Channels.newInputStream(channel).readAllBytes()).isEqualTo(bytes);
        }
    }

    @Test
    void shouldBeRefusedWithWrongCredentials() {
        try (ObjectStore stranger = openWithWrongCredentials()) {
            assertThatExceptionOfType(StoreRefused.class).isThrownBy(() -> stranger.find("d1"));
        }
    }

    @Test
    void shouldNoticeBytesOfSomebodyElseUnderTheName() {
        // given
        put("d1", bytes(1, 100));

        // then
        assertThatExceptionOfType(ObjectConflict.class).isThrownBy(() -> put("d1", bytes(2, 100)));
        assertThatExceptionOfType(ObjectConflict.class).isThrownBy(() -> put("d1", bytes(1, 99)));
    }
}

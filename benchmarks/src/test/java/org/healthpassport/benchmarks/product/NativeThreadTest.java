package org.healthpassport.benchmarks.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeThreadTest {
    @Test
    void shouldReadTheCpuOfAThread() {
        // when
        NativeThread thread = NativeThread.parse(
                "4711 (C2 CompilerThre) S 1 4700 4700 0 -1 1077936192 10 0 3 0 1234 66 0 0 20 0 45 0 12 0 0 0");

        // then
        assertThat(thread).isEqualTo(new NativeThread("C2 CompilerThre", 1300));
    }

    @Test
    void shouldReadNamesWithParentheses() {
        assertThat(NativeThread.parse("1 (a) (b c) R 1 2 3 4 5 6 7 8 9 10 11 12 13")
                        .name())
                .isEqualTo("a) (b c");
    }

    @Test
    void shouldRefuseOtherText() {
        assertThatThrownBy(() -> NativeThread.parse("no thread")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "C2 CompilerThre, COMPILER",
        "C1 CompilerThre, COMPILER",
        "GC Thread#0, COLLECTOR",
        "G1 Main Marker, COLLECTOR",
        "VM Thread, COLLECTOR"
    })
    void shouldKnowThreadsOfTheJvm(String name, Part part) {
        assertThat(new NativeThread(name, 1).part()).contains(part);
    }

    @Test
    void shouldKnowAJavaThreadByTheBeginningOfItsName() {
        assertThat(NativeThread.shortened("webflux-http-nio-2")).isEqualTo("webflux-http-ni");
        assertThat(NativeThread.shortened("audit-log")).isEqualTo("audit-log");
    }

    @Test
    void shouldLeaveJavaThreadsToTheirWholeNames() {
        assertThat(new NativeThread("webflux-http-ni", 1).part()).isEmpty();
    }
}

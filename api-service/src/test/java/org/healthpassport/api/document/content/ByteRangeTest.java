package org.healthpassport.api.document.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;

class ByteRangeTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=0-99, 0, 100",
        "bytes=10-, 10, 90",
        "bytes=-10, 90, 10",
        "bytes=-1000, 0, 100",
        "bytes=50-1000, 50, 50"
    })
    void shouldGiveTheRangeThatIsAskedFor(String range, long start, long length) {
        assertThat(asked(range)).isEqualTo(new ByteRange(start, length, 100));
    }

    @ParameterizedTest
    @CsvSource({"bytes=100-", "bytes=100-200", "bytes=-0"})
    void shouldHaveNoLengthOutsideOfTheWhole(String range) {
        assertThat(asked(range).length()).isNotPositive();
    }

    @ParameterizedTest
    @CsvSource({"'bytes=0-1,5-6'", "bytes=5-1", "pages=1-2", "bytes=a-b", "bytes="})
    void shouldGiveTheWholeForWhatIsNotOneRange(String range) {
        assertThat(asked(range)).isEqualTo(new ByteRange(0, 100, 100));
    }

    @Test
    void shouldGiveTheWholeWhenTheConditionIsNotMet() {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RANGE, "bytes=0-1");
        headers.set(HttpHeaders.IF_RANGE, "\"another\"");

        assertThat(ByteRange.asked(headers, "\"tag\"", 100).isPartial()).isFalse();
    }

    private static ByteRange asked(String range) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RANGE, range);
        return ByteRange.asked(headers, "\"tag\"", 100);
    }
}

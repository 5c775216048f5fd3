package org.healthpassport.qrcode.symbol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QrSymbolTest {

    /** ISO/IEC 18004, table 7. */
    @ParameterizedTest
    @CsvSource({
        "L, 7, 7089", "M, 7, 5596", "Q, 7, 3993", "H, 7, 3057",
        "L, A, 4296", "M, A, 3391", "Q, A, 2420", "H, A, 1852",
        "L, a, 2953", "M, a, 2331", "Q, a, 1663", "H, a, 1273"
    })
    void shouldHoldAsMuchAsTheStandardPromisesAndNoMore(ErrorCorrection level, String character, int most)
            throws TooMuchData {
        // when
        QrSymbol symbol = QrSymbol.encode(character.repeat(most).getBytes(UTF_8), level);

        // then
        assertThat(symbol.version()).isEqualTo(40);
        assertThat(symbol.size()).isEqualTo(177);
        assertThatThrownBy(() -> QrSymbol.encode(character.repeat(most + 1).getBytes(UTF_8), level))
                .isInstanceOf(TooMuchData.class)
                .hasMessageContaining(String.valueOf(most + 1));
    }

    @Test
    void shouldRefuseMegabytesWithoutEncodingThem() {
        assertThatThrownBy(() -> QrSymbol.encode(new byte[50 << 20], ErrorCorrection.L))
                .isInstanceOf(TooMuchData.class);
    }

    @Test
    void shouldRefuseEmptyData() {
        assertThatThrownBy(() -> QrSymbol.encode("".getBytes(UTF_8), ErrorCorrection.M))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"L, 1", "M, 1", "Q, 2", "H, 2"})
    void shouldTakeTheSmallestSymbolThatHolds14Bytes(ErrorCorrection level, int version) throws TooMuchData {
        assertThat(QrSymbol.encode("fourteen bytes".getBytes(UTF_8), level).version())
                .isEqualTo(version);
    }

    @Test
    void shouldShowFinderPatternsInThreeCorners() throws TooMuchData {
        // given
        QrSymbol symbol = QrSymbol.encode("x".getBytes(UTF_8), ErrorCorrection.M);
        int last = symbol.size() - 1;

        // when, then
        for (int i = 0; i < 7; i++) {
            assertThat(symbol.isDark(i, 0)).isTrue();
            assertThat(symbol.isDark(last - i, 0)).isTrue();
            assertThat(symbol.isDark(i, last)).isTrue();
        }
        assertThat(symbol.isDark(7, 0)).isFalse();
        assertThatThrownBy(() -> symbol.isDark(symbol.size(), 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> symbol.isDark(0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Property(tries = 60)
    void shouldPackAndParse(@ForAll @StringLength(min = 1, max = 250) String text, @ForAll ErrorCorrection level)
            throws TooMuchData {
        // given
        QrSymbol symbol = QrSymbol.encode(text.getBytes(UTF_8), level);

        // when
        QrSymbol parsed = QrSymbol.parse(symbol.packed());

        // then
        assertThat(parsed).isEqualTo(symbol).hasSameHashCodeAs(symbol);
        assertThat(parsed.size()).isEqualTo(symbol.size());
    }

    @Test
    void shouldRefuseOtherLengths() throws TooMuchData {
        byte[] packed = QrSymbol.encode("a".repeat(2_000).getBytes(UTF_8), ErrorCorrection.L)
                .packed();
        for (int length = 0; length < packed.length; length++) {
            byte[] cut = Arrays.copyOf(packed, length);
            assertThatThrownBy(() -> QrSymbol.parse(cut)).isInstanceOf(DamagedSymbol.class);
        }
        assertThatThrownBy(() -> QrSymbol.parse(Arrays.copyOf(packed, packed.length + 1)))
                .isInstanceOf(DamagedSymbol.class);
    }

    @Test
    void shouldRefuseOtherFormatsAndVersions() throws TooMuchData {
        byte[] packed = QrSymbol.encode("x".getBytes(UTF_8), ErrorCorrection.M).packed();
        for (int change = 1; change <= 255; change++) {
            byte[] format = packed.clone();
            byte[] version = packed.clone();
            format[0] ^= (byte) change;
            version[1] ^= (byte) change;
            assertThatThrownBy(() -> QrSymbol.parse(format)).isInstanceOf(DamagedSymbol.class);
            assertThatThrownBy(() -> QrSymbol.parse(version)).isInstanceOf(DamagedSymbol.class);
        }
    }

    @Test
    void shouldRefuseBitsAfterTheLastModule() throws TooMuchData {
        // given
        byte[] packed = QrSymbol.encode("x".getBytes(UTF_8), ErrorCorrection.M).packed();

        // when
        packed[packed.length - 1] |= 1;

        // then
        assertThatThrownBy(() -> QrSymbol.parse(packed)).isInstanceOf(DamagedSymbol.class);
    }

    @Test
    void shouldNotChangeWithTheBytesThatItWasReadFrom() throws TooMuchData {
        // given
        QrSymbol symbol = QrSymbol.encode("x".getBytes(UTF_8), ErrorCorrection.M);
        byte[] packed = symbol.packed();
        QrSymbol parsed = QrSymbol.parse(packed);

        // when
        Arrays.fill(packed, (byte) 0);

        // then
        assertThat(parsed).isEqualTo(symbol);
        assertThat(symbol.packed()).isNotEqualTo(packed);
    }

    @Test
    void shouldNotPrintItsText() throws TooMuchData {
        assertThat(QrSymbol.encode("secret".getBytes(UTF_8), ErrorCorrection.M)).hasToString("QrSymbol[version=1]");
    }
}

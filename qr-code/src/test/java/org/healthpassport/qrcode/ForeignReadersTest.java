package org.healthpassport.qrcode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.healthpassport.foreign.ForeignChecks;
import org.healthpassport.foreign.ForeignPrograms;
import org.healthpassport.qrcode.drawing.Drawing;
import org.healthpassport.qrcode.symbol.ErrorCorrection;
import org.healthpassport.qrcode.symbol.QrSymbol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that we did not write read our pictures, if they are installed. Downloads nothing. */
class ForeignReadersTest {
    private static final Path SOURCES = Path.of("src/test/node");

    @TempDir
    private Path folder;

    @Test
    void shouldBeReadByZbar() throws Exception {
        // given
        ForeignPrograms programs = new ForeignPrograms(folder);
        ForeignChecks.require(
                programs.succeeds("zbarimg", "--version"), "there is no zbarimg; install Debian's zbar-tools");

        // when, then
        for (Sample sample : Sample.all()) {
            Path picture = Files.write(folder.resolve("picture.png"), sample.picture());
            assertThat(programs.run("zbarimg", "--nodbus", "-q", "--raw", picture.toString()))
                    .as(sample.toString())
                    .isEqualTo("0 " + sample.text() + "\n");
        }
    }

    @Test
    void shouldBeReadByJsQr() throws Exception {
        // given
        ForeignPrograms programs = new ForeignPrograms(folder);
        ForeignChecks.require(
                programs.install(SOURCES, "read-qr-code.js"),
                "there is no npm, or jsQR is not in its cache; run: npm ci --prefix qr-code/src/test/node");
        List<String> command = new ArrayList<>(List.of("node", "read-qr-code.js"));
        StringBuilder expected = new StringBuilder("0 ");
        for (Sample sample : Sample.all()) {
            Path picture = Files.write(folder.resolve(command.size() + ".png"), sample.picture());
            command.add(picture.toString());
            expected.append(HexFormat.of().formatHex(sample.text().getBytes(UTF_8)))
                    .append('\n');
        }

        // when, then
        assertThat(programs.run(command.toArray(String[]::new))).isEqualTo(expected.toString());
    }

    /** A picture to read: its text, error correction and size. */
    private record Sample(String text, ErrorCorrection level, int pixels) {

        static List<Sample> all() {
            List<Sample> samples = new ArrayList<>();
            for (ErrorCorrection level : ErrorCorrection.values()) {
                samples.add(new Sample("shlink:/" + "eyJ1cmwiOiJo".repeat(20), level, 400));
                samples.add(new Sample("Größe: 1,80 m – naïve café", level, 123));
                samples.add(new Sample("0123456789", level, 77));
                samples.add(new Sample("HTTPS://PASSPORT.EXAMPLE/ID:7", level, 600));
            }
            samples.add(new Sample("a".repeat(1_500), ErrorCorrection.M, 700));
            return samples;
        }

        byte[] picture() throws Exception {
            return Drawing.square(pixels).png(QrSymbol.encode(text.getBytes(UTF_8), level));
        }
    }
}

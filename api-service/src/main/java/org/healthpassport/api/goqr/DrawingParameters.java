package org.healthpassport.api.goqr;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.healthpassport.edge.problem.Problem.InvalidMember;
import org.healthpassport.qrcode.drawing.Drawing;
import org.healthpassport.qrcode.drawing.Rgb;
import org.healthpassport.qrcode.symbol.ErrorCorrection;

/** Reads the parameters of {@code create-qr-code}, and names all invalid ones at once. */
final class DrawingParameters {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,7})x([0-9]{1,7})");
    private static final Pattern DECIMAL_COLOUR = Pattern.compile("([0-9]{1,3})-([0-9]{1,3})-([0-9]{1,3})");
    private static final Pattern HEX_COLOUR = Pattern.compile("([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})");
    private static final Pattern SHORT_HEX_COLOUR = Pattern.compile("[0-9a-fA-F]{3}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");
    private static final int SMALLEST = 10;
    private static final int WIDEST_MARGIN = 50;

    private final FormParameters given;
    private final List<InvalidMember> wrong = new ArrayList<>();

    private DrawingParameters(FormParameters given) {
        this.given = given;
    }

    /** The request; fails with a 400 that names every missing or invalid parameter. */
    static DrawingRequest read(FormParameters given) {
        return new DrawingParameters(given).order();
    }

    private DrawingRequest order() {
        PictureFormat format =
                oneOf("format", PictureFormat.PNG, PictureFormat.values(), name -> name.toLowerCase(Locale.ROOT));
        ErrorCorrection level = oneOf("ecc", ErrorCorrection.L, ErrorCorrection.values(), Function.identity());
        byte[] data = data();
        Size size = size(format);
        Rgb foreground = colour("color", Rgb.BLACK);
        Rgb background = colour("bgcolor", Rgb.WHITE);
        int margin = margin(size, format);
        int quietZone = number("qzone", 0, Drawing.WIDEST_QUIET_ZONE);
        if (!wrong.isEmpty()) {
            throw DrawingRequest.malformed(wrong).asException();
        }
        return new DrawingRequest(
                data, level, new Drawing(size.width, size.height, foreground, background, margin, quietZone), format);
    }

    private byte[] data() {
        Charset source = characterSet("charset-source");
        Charset target = characterSet("charset-target");
        Optional<byte[]> data = bytes("data");
        if (data.isEmpty() || data.get().length == 0) {
            if (wrong.stream().noneMatch(member -> member.pointer().equals("/data"))) {
                refuse("data", "must have at least one character");
            }
            return new byte[0];
        }
        try {
            CharBuffer text = source.newDecoder().decode(ByteBuffer.wrap(data.get()));
            ByteBuffer encoded = target.newEncoder().encode(text);
            return Arrays.copyOf(encoded.array(), encoded.limit());
        } catch (CharacterCodingException e) {
            refuse("data", "must be text in " + source + " whose characters all exist in " + target);
            return new byte[0];
        }
    }

    private Charset characterSet(String name) {
        return oneOf(name, UTF_8, new Charset[] {UTF_8, ISO_8859_1}, Function.identity());
    }

    private Size size(PictureFormat format) {
        Size standard = new Size(200, 200);
        return text("size")
                .map(text -> {
                    Matcher size = SIZE.matcher(text);
                    if (size.matches()) {
                        Size asked = new Size(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)));
                        if (asked.shorter() >= SMALLEST && asked.longer() <= format.largest()) {
                            return asked;
                        }
                    }
                    refuse("size", "must be from %1$dx%1$d to %2$dx%2$d".formatted(SMALLEST, format.largest()));
                    return standard;
                })
                .orElse(standard);
    }

    private int margin(Size size, PictureFormat format) {
        int margin = number("margin", 1, WIDEST_MARGIN);
        if (format == PictureFormat.SVG) {
            return 0;
        }
        if (3 * margin >= size.shorter()) {
            refuse("margin", "must be less than a third of the size");
        }
        return margin;
    }

    private int number(String name, int standard, int largest) {
        return text(name)
                .map(text -> {
                    if (NUMBER.matcher(text).matches() && Integer.parseInt(text) <= largest) {
                        return Integer.parseInt(text);
                    }
                    refuse(name, "must be from 0 to " + largest);
                    return standard;
                })
                .orElse(standard);
    }

    private Rgb colour(String name, Rgb standard) {
        return text(name)
                .map(text -> decimal(text).or(() -> hexadecimal(text)).orElseGet(() -> {
                    refuse(name, "must be red-green-blue, each from 0 to 255, or 3 or 6 hexadecimal digits");
                    return standard;
                }))
                .orElse(standard);
    }

    private static Optional<Rgb> decimal(String text) {
        return match(DECIMAL_COLOUR, text)
                .map(parts -> parts(parts, 10))
                .filter(parts -> Arrays.stream(parts).allMatch(part -> part <= 255))
                .map(parts -> new Rgb(parts[0], parts[1], parts[2]));
    }

    private static Optional<Rgb> hexadecimal(String text) {
        String six = SHORT_HEX_COLOUR.matcher(text).matches() ? text.replaceAll(".", "$0$0") : text;
        return match(HEX_COLOUR, six)
                .map(parts -> parts(parts, 16))
                .map(parts -> new Rgb(parts[0], parts[1], parts[2]));
    }

    private static Optional<MatchResult> match(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.matches() ? Optional.of(matcher.toMatchResult()) : Optional.empty();
    }

    private static int[] parts(MatchResult match, int radix) {
        return new int[] {
            Integer.parseInt(match.group(1), radix),
            Integer.parseInt(match.group(2), radix),
            Integer.parseInt(match.group(3), radix)
        };
    }

    private <T> T oneOf(String name, T standard, T[] known, Function<String, String> spelling) {
        return text(name)
                .map(text -> Arrays.stream(known)
                        .filter(value -> spelling.apply(value.toString()).equals(text))
                        .findFirst()
                        .orElseGet(() -> {
                            refuse(
                                    name,
                                    Arrays.stream(known)
                                            .map(value -> spelling.apply(value.toString()))
                                            .collect(Collectors.joining(", ", "must be one of ", "")));
                            return standard;
                        }))
                .orElse(standard);
    }

    /** The value of a parameter; empty if it is missing or was refused. */
    private Optional<byte[]> bytes(String name) {
        if (given.isRepeated(name)) {
            refuse(name, "must be given only once");
            return Optional.empty();
        }
        try {
            return given.value(name);
        } catch (IllegalArgumentException e) {
            refuse(name, "must be percent-encoded");
            return Optional.empty();
        }
    }

    private Optional<String> text(String name) {
        return bytes(name).map(bytes -> new String(bytes, UTF_8));
    }

    private void refuse(String name, String detail) {
        wrong.add(new InvalidMember('/' + name, detail));
    }

    private record Size(int width, int height) {
        int shorter() {
            return Math.min(width, height);
        }

        int longer() {
            return Math.max(width, height);
        }
    }
}

package org.healthpassport.fhir.example;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthpassport.fhir.definition.CodeList.Included;
import org.healthpassport.fhir.definition.Definitions;
import org.healthpassport.fhir.definition.ElementDefinition;
import org.healthpassport.fhir.definition.ElementDefinition.TypeReference;
import org.healthpassport.fhir.definition.TypeDefinition;
import org.healthpassport.fhir.definition.TypeDefinition.Kind;

/** The JSON text of a resource that has elements of its type's definition by chance, each with a value of its type. */
public final class RandomResource {
    private static final Definitions DEFINITIONS = Definitions.r4();

    /** Elements inside one another, from the resource on; deeper ones are left out where they can be. */
    private static final int DEEPEST = 5;

    private static final int ATTEMPTS = 400;

    private static final List<String> TEXTS = List.of(
            "a",
            "two words",
            "Ünïcödé, 日本語, עברית",
            "\uD83D\uDC89 and \uD83E\uDEC0",
            "e\u0301",
            "quote \\\" backslash \\\\ slash \\/ and \\u0041",
            "<b>1 < 2 && 3 > 2</b>",
            "line\\nfeed\\ttab",
            "\u2028 \u00A0 \u200B",
            " around ");
    private static final List<String> DECIMALS =
            List.of("0", "1.50", "0.10", "-0.0", "1e2", "1.0E-3", "0.12345678901234567890", "98765432109876543210");
    private static final List<String> TIMES =
            List.of("T10:20:30Z", "T23:59:59.123456789+14:00", "T00:00:00.000-11:30", "T12:00:00.5Z");

    /** Elements that mean something for the resource as a whole, and that a test of single values has no use for. */
    private static final List<String> LEFT_OUT =
            List.of("id", "meta", "implicitRules", "contained", "modifierExtension");

    private final Random random;

    /** The probability of an element that need not be there, from 0 to 1. */
    private final double density;

    private RandomResource(Random random, double density) {
        this.random = random;
        this.density = density;
    }

    /**
     * The text of a resource of a type. Invariants hold by chance only, so further attempts have ever fewer elements.
     *
     * @param good whether the text is a valid resource
     */
    public static String of(String type, Random random, Predicate<String> good) {
        return IntStream.range(0, ATTEMPTS)
                .mapToObj(attempt -> new RandomResource(random, 0.7 * (ATTEMPTS - attempt) / ATTEMPTS).resource(type))
                .filter(good)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "Expected a valid %s in %d attempts, but there is none".formatted(type, ATTEMPTS)));
    }

    private String resource(String type) {
        return object(DEFINITIONS.resource(type).orElseThrow(), Stream.of("\"resourceType\":\"" + type + '"'), 0);
    }

    /** An object with at least one member, as FHIR has no empty ones. */
    private String object(TypeDefinition type, Stream<String> before, int depth) {
        List<ElementDefinition> known = type.elements().stream()
                .filter(element -> !LEFT_OUT.contains(element.name()))
                .toList();
        List<ElementDefinition> chosen = known.stream()
                .filter(element -> element.min() > 0 || isThere(depth))
                .toList();
        if (chosen.isEmpty()) {
            // A primitive value ends the depth; a few types have none.
            List<ElementDefinition> primitive =
                    known.stream().filter(RandomResource::isPrimitive).toList();
            chosen = List.of(oneOf(primitive.isEmpty() ? known : primitive));
        }
        return Stream.concat(before, chosen.stream().flatMap(element -> members(element, depth)))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static boolean isPrimitive(ElementDefinition element) {
        return element.types().stream().allMatch(RandomResource::isPrimitive);
    }

    private static boolean isPrimitive(TypeReference type) {
        return !isResource(type) && DEFINITIONS.type(type.definition()).kind() == Kind.PRIMITIVE;
    }

    private static boolean isResource(TypeReference type) {
        return type.code().equals("Resource");
    }

    private boolean isThere(int depth) {
        return depth < DEEPEST && random.nextDouble() < density / (depth + 1);
    }

    /** The member of an element, and sometimes the one for what is said about a primitive value. */
    private Stream<String> members(ElementDefinition element, int depth) {
        TypeReference type = oneOf(element.types());
        String name = element.choice()
                ? element.name()
                        + Character.toUpperCase(type.code().charAt(0))
                        + type.code().substring(1)
                : element.name();
        int items = element.repeats() ? 1 + random.nextInt(3) : 1;
        List<String> members = new ArrayList<>();
        members.add(member(name, element, items, () -> value(type, element, depth + 1)));
        if (isPrimitive(type) && random.nextInt(10) == 0) {
            members.add(member(
                    '_' + name,
                    element,
                    items,
                    () -> "{\"extension\":[{\"url\":\"http://example.org/said\",\"valueDecimal\":%s}]}"
                            .formatted(oneOf(DECIMALS))));
        }
        return members.stream();
    }

    private static String member(String name, ElementDefinition element, int items, Supplier<String> value) {
        String values = Stream.generate(value).limit(items).collect(Collectors.joining(","));
        return '"' + name + "\":" + (element.repeats() ? '[' + values + ']' : values);
    }

    private String value(TypeReference reference, ElementDefinition element, int depth) {
        if (isResource(reference)) {
            return "{\"resourceType\":\"Basic\",\"code\":{\"text\":%s}}".formatted(text());
        }
        TypeDefinition type = DEFINITIONS.type(reference.definition());
        return switch (type.name()) {
            case "Reference" -> reference(reference.targets());
            case "Extension" -> "{\"url\":\"http://example.org/more\",\"valueString\":%s}".formatted(text());
            case "Narrative" ->
                "{\"status\":\"additional\",\"div\":\"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">1 &lt; 2</div>\"}";
            case "CodeableConcept", "Coding" -> coded(type, element, depth);
            default -> type.kind() == Kind.PRIMITIVE ? primitive(type, element) : object(type, Stream.of(), depth);
        };
    }

    private String reference(List<String> targets) {
        String target = targets.isEmpty() ? "Basic" : oneOf(targets);
        return switch (random.nextInt(3)) {
            case 0 -> "{\"display\":%s}".formatted(text());
            case 1 -> "{\"reference\":\"%s/%s\"}".formatted(target, oneOf(List.of("a", "1.2-3")));
            default -> "{\"type\":\"%s\",\"identifier\":{\"value\":%s}}".formatted(target, text());
        };
    }

    private String coded(TypeDefinition type, ElementDefinition element, int depth) {
        List<Included> lists = included(element);
        if (lists.isEmpty()) {
            return object(type, Stream.of(), depth);
        }
        Included list = oneOf(lists);
        String coding =
                "{\"system\":\"%s\",\"code\":\"%s\"}".formatted(list.system(), oneOf(List.copyOf(list.codes())));
        return type.name().equals("Coding") ? coding : "{\"coding\":[%s],\"text\":%s}".formatted(coding, text());
    }

    private static List<Included> included(ElementDefinition element) {
        String binding = element.binding();
        return binding == null ? List.of() : DEFINITIONS.codeList(binding).included();
    }

    private String primitive(TypeDefinition type, ElementDefinition element) {
        return switch (type.name()) {
            case "boolean" -> Boolean.toString(random.nextBoolean());
            case "decimal" -> oneOf(DECIMALS);
            case "integer" -> Integer.toString(random.nextInt());
            case "unsignedInt" -> Integer.toString(random.nextInt(Integer.MAX_VALUE));
            case "positiveInt" -> Integer.toString(1 + random.nextInt(1000));
            case "date" -> quoted(oneOf(List.of("2024", "2024-02", "2024-02-29")));
            case "dateTime" -> quoted(oneOf(List.of("2024", "2024-02", "2024-02-29", "2024-02-29" + oneOf(TIMES))));
            case "instant" -> quoted("2024-02-29" + oneOf(TIMES));
            case "time" -> quoted("23:59:59.25");
            case "code" -> quoted(code(element));
            case "id" -> quoted("1.2-3");
            case "oid" -> quoted("urn:oid:1.2.840");
            case "uuid" -> quoted("urn:uuid:c757873d-ec9a-4326-a141-556f43239520");
            case "base64Binary" -> quoted("AAECAwT/");
            case "uri", "url", "canonical" -> quoted("http://example.org/" + random.nextInt(10));
            default -> text();
        };
    }

    private String code(ElementDefinition element) {
        List<Included> lists = included(element);
        return lists.isEmpty()
                ? oneOf(List.of("a", "kg", "en"))
                : oneOf(List.copyOf(oneOf(lists).codes()));
    }

    private String text() {
        return quoted(oneOf(TEXTS));
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}

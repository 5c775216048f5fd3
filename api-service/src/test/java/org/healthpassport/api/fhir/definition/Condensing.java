package org.healthpassport.api.fhir.definition;

import static org.healthpassport.api.fhir.definition.OfficialFiles.at;
import static org.healthpassport.api.fhir.definition.OfficialFiles.children;
import static org.healthpassport.api.fhir.definition.OfficialFiles.value;
import static org.healthpassport.api.fhir.definition.OfficialFiles.values;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.healthpassport.api.fhir.definition.ElementDefinition.TypeReference;
import org.healthpassport.api.fhir.definition.TypeDefinition.Bounds;
import org.healthpassport.api.fhir.definition.TypeDefinition.JsonForm;
import org.healthpassport.api.fhir.definition.TypeDefinition.Kind;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** Keeps of the official definitions what validation needs, for some resource types and all that these can contain. */
final class Condensing {
    private static final String FHIRPATH_TYPE = "http://hl7.org/fhirpath/System.";
    private static final String TYPE_EXTENSION =
            "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type";
    private static final String REGEX_EXTENSION = "http://hl7.org/fhir/StructureDefinition/regex";

    /** Required, but HL7 does not enumerate them: media types (BCP 13) and currencies (ISO 4217). */
    private static final Set<String> NOT_ENUMERATED =
            Set.of("http://hl7.org/fhir/ValueSet/mimetypes", "http://hl7.org/fhir/ValueSet/currencies");

    /** As R4B has it: what is contained may refer to what contains it, which R4 forgets. */
    private static final Map<String, String> CORRECTED = Map.of(
            "ref-1",
            "reference.startsWith('#').not()"
                    + " or (reference.substring(1).trace('url') in %rootResource.contained.id.trace('ids'))"
                    + " or (reference='#' and %rootResource!=%resource)");

    private final OfficialFiles official;
    private final CodeLists codeLists;
    private final Map<String, TypeDefinition> types = new TreeMap<>();
    private final Map<String, CodeList> bindings = new TreeMap<>();
    private final Map<String, Invariant> invariants = new TreeMap<>();
    private final Deque<String> pending = new ArrayDeque<>();

    private Condensing(OfficialFiles official) {
        this.official = official;
        codeLists = new CodeLists(official);
    }

    static Definitions.Contents condense(OfficialFiles official, Collection<String> resourceTypes) {
        Condensing condensing = new Condensing(official);
        condensing.pending.addAll(resourceTypes);
        while (!condensing.pending.isEmpty()) {
            condensing.addType(condensing.pending.remove());
        }
        List<String> everyResourceType = official.structures().values().stream()
                .filter(structure -> value(structure, "kind").equals(Optional.of("resource"))
                        && value(structure, "abstract").equals(Optional.of("false")))
                .map(structure -> value(structure, "type").orElseThrow())
                .sorted()
                .toList();
        return new Definitions.Contents(
                everyResourceType,
                sorted(condensing.types),
                sorted(condensing.bindings),
                sorted(condensing.invariants));
    }

    private static <T> List<T> sorted(Map<String, T> all) {
        return List.copyOf(all.values());
    }

    private void addType(String name) {
        if (types.containsKey(name) || name.equals("Resource")) {
            return;
        }
        Element structure = Optional.ofNullable(official.structures().get(name)).orElseThrow();
        List<Element> snapshot = at(structure, "snapshot", "element").toList();
        Kind kind = kind(structure);
        Optional<String> base = base(structure);
        if (kind == Kind.PRIMITIVE) {
            base.filter(parent -> !parent.equals("Element")).ifPresent(pending::add);
            addPrimitive(name, base.orElse(null), snapshot);
            return;
        }
        String root = path(snapshot.get(0));
        for (Element element : snapshot) {
            String path = path(element);
            boolean whole = path.equals(root);
            if (whole || isNested(element)) {
                Kind kindHere = whole ? kind : Kind.COMPLEX;
                String baseHere = whole
                        ? base.orElse(null)
                        : values(element, "type", "code").get(0);
                types.put(
                        whole ? name : path,
                        new TypeDefinition(
                                whole ? name : path,
                                kindHere,
                                baseHere,
                                null,
                                null,
                                null,
                                0,
                                elements(path, snapshot, kindHere),
                                constraints(element)));
            }
        }
    }

    private void addPrimitive(String name, @Nullable String base, List<Element> snapshot) {
        Element value = snapshot.stream()
                .filter(element -> path(element).equals(name + ".value"))
                .findFirst()
                .orElseThrow();
        Element type = children(value, "type").get(0);
        String regex = at(type, "extension")
                .filter(extension -> extension.getAttribute("url").equals(REGEX_EXTENSION))
                .map(extension -> value(extension, "valueString").orElseThrow())
                .findFirst()
                .orElse(null);
        types.put(
                name,
                new TypeDefinition(
                        name,
                        Kind.PRIMITIVE,
                        base,
                        form(name, type),
                        regex,
                        ancestry(name).contains("integer") ? integerBounds() : null,
                        value(value, "maxLength").map(Integer::valueOf).orElse(0),
                        elements(name, snapshot, Kind.PRIMITIVE).stream()
                                .filter(element -> !element.name().equals("value"))
                                .toList(),
                        constraints(snapshot.get(0))));
    }

    /** The official files call the value of {@code positiveInt} a string, though it specializes {@code integer}. */
    private JsonForm form(String name, Element type) {
        if (!Collections.disjoint(ancestry(name), Set.of("integer", "decimal"))) {
            return JsonForm.NUMBER;
        }
        return value(type, "code").orElseThrow().equals(FHIRPATH_TYPE + "Boolean") ? JsonForm.BOOLEAN : JsonForm.STRING;
    }

    private Bounds integerBounds() {
        Element value = at(official.structures().get("integer"), "snapshot", "element")
                .filter(element -> path(element).equals("integer.value"))
                .findFirst()
                .orElseThrow();
        return new Bounds(
                value(value, "minValueInteger").map(Long::valueOf).orElseThrow(),
                value(value, "maxValueInteger").map(Long::valueOf).orElseThrow());
    }

    private Set<String> ancestry(String name) {
        Set<String> names = new TreeSet<>();
        for (Optional<String> type = Optional.of(name);
                type.isPresent();
                type = base(official.structures().get(type.get()))) {
            names.add(type.get());
        }
        return names;
    }

    private List<ElementDefinition> elements(String parent, List<Element> snapshot, Kind kind) {
        List<ElementDefinition> elements = new ArrayList<>();
        for (Element element : snapshot) {
            String path = path(element);
            boolean child = path.startsWith(parent + ".") && path.indexOf('.', parent.length() + 1) < 0;
            if (child && !value(element, "max").equals(Optional.of("0"))) {
                elements.add(element(element, path.substring(parent.length() + 1), kind));
            }
        }
        return elements;
    }

    private ElementDefinition element(Element element, String name, Kind kind) {
        boolean choice = name.endsWith("[x]");
        List<TypeReference> types = kind == Kind.RESOURCE && name.equals("id")
                // "string" in the official files, but "id" in the text of the specification (resource.html#id).
                ? List.of(new TypeReference("id", null, List.of()))
                : typeReferences(element);
        List<String> ofType = types.size() == 1 && !isNested(element)
                ? rootConstraints(types.get(0).definition())
                : List.of();
        return new ElementDefinition(
                choice ? name.substring(0, name.length() - 3) : name,
                choice,
                Integer.parseInt(value(element, "min").orElseThrow()),
                value(element, "max").orElseThrow(),
                types,
                binding(element),
                isNested(element)
                        ? List.of()
                        : constraints(element).stream()
                                .filter(key -> !ofType.contains(key) && !(choice && key.equals("ele-1")))
                                .toList());
    }

    private List<TypeReference> typeReferences(Element element) {
        Optional<String> reference = value(element, "contentReference");
        if (reference.isPresent()) {
            return List.of(new TypeReference(reference.get().substring(1), null, List.of()));
        }
        if (isNested(element)) {
            return List.of(new TypeReference(path(element), null, List.of()));
        }
        List<TypeReference> references = children(element, "type").stream()
                .map(Condensing::typeReference)
                .toList();
        references.forEach(one -> pending.addAll(List.of(one.code(), one.definition())));
        return references;
    }

    private static TypeReference typeReference(Element type) {
        String code = value(type, "code").orElseThrow();
        if (code.startsWith(FHIRPATH_TYPE)) {
            code = at(type, "extension")
                    .filter(extension -> extension.getAttribute("url").equals(TYPE_EXTENSION))
                    .map(extension -> value(extension, "valueUrl").orElseThrow())
                    .findFirst()
                    .orElse("string");
        }
        List<String> targets = code.equals("Reference")
                ? values(type, "targetProfile").stream()
                        .map(Condensing::lastPart)
                        .sorted()
                        .toList()
                : List.of();
        String profile = value(type, "profile").map(Condensing::lastPart).orElse(null);
        return new TypeReference(code, profile, targets.contains("Resource") ? List.of() : targets);
    }

    private @Nullable String binding(Element element) {
        return at(element, "binding")
                .filter(binding -> value(binding, "strength").equals(Optional.of("required")))
                .map(binding -> value(binding, "valueSet").orElseThrow().replaceFirst("\\|.*", ""))
                .filter(url -> !NOT_ENUMERATED.contains(url))
                .peek(url -> bindings.computeIfAbsent(
                        url,
                        u -> codeLists
                                .enumerate(u)
                                .orElseThrow(() -> new IllegalStateException("Expected codes of " + u))))
                .findFirst()
                .orElse(null);
    }

    private List<String> constraints(Element element) {
        return children(element, "constraint").stream()
                .filter(constraint -> value(constraint, "severity").equals(Optional.of("error")))
                .map(Condensing::invariant)
                .peek(this::addInvariant)
                .map(Invariant::key)
                .sorted()
                .toList();
    }

    private static Invariant invariant(Element constraint) {
        String key = value(constraint, "key").orElseThrow();
        String expression = value(constraint, "expression").orElseThrow();
        return new Invariant(
                key,
                CORRECTED.getOrDefault(key, expression),
                value(constraint, "human").orElseThrow());
    }

    private void addInvariant(Invariant invariant) {
        Invariant known = invariants.putIfAbsent(invariant.key(), invariant);
        if (known != null && !known.expression().equals(invariant.expression())) {
            throw new IllegalStateException("Expected one expression for " + invariant.key() + ", but there are two");
        }
    }

    private List<String> rootConstraints(String type) {
        return Optional.ofNullable(official.structures().get(type))
                .map(structure -> constraints(
                        at(structure, "snapshot", "element").findFirst().orElseThrow()))
                .orElse(List.of());
    }

    private static boolean isNested(Element element) {
        return path(element).contains(".")
                && values(element, "type", "code").stream()
                        .anyMatch(code -> code.equals("BackboneElement") || code.equals("Element"));
    }

    private static String path(Element element) {
        return value(element, "path").orElseThrow();
    }

    private static Kind kind(Element structure) {
        return switch (value(structure, "kind").orElseThrow()) {
            case "resource" -> Kind.RESOURCE;
            case "complex-type" -> Kind.COMPLEX;
            case "primitive-type" -> Kind.PRIMITIVE;
            default -> throw new IllegalStateException("Expected a resource or a data type");
        };
    }

    private static Optional<String> base(Element structure) {
        return value(structure, "baseDefinition").map(Condensing::lastPart);
    }

    private static String lastPart(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }
}

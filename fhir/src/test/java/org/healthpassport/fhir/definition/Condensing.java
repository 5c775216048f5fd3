package org.healthpassport.fhir.definition;

import static org.healthpassport.fhir.definition.OfficialFiles.at;
import static org.healthpassport.fhir.definition.OfficialFiles.children;
import static org.healthpassport.fhir.definition.OfficialFiles.path;
import static org.healthpassport.fhir.definition.OfficialFiles.value;
import static org.healthpassport.fhir.definition.OfficialFiles.values;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.healthpassport.fhir.definition.ElementDefinition.TypeReference;
import org.healthpassport.fhir.definition.TypeDefinition.Kind;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** Keeps of the official definitions what validation needs, for all resource types and all that these can contain. */
final class Condensing {
    private static final String FHIRPATH_TYPE = "http://hl7.org/fhirpath/System.";
    private static final String TYPE_EXTENSION =
            "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type";

    /** Required, but HL7 does not enumerate them: BCP 13, ISO 4217, UCUM and a list of LOINC. */
    private static final Set<String> NOT_ENUMERATED = Set.of(
            "http://hl7.org/fhir/ValueSet/mimetypes",
            "http://hl7.org/fhir/ValueSet/currencies",
            "http://hl7.org/fhir/ValueSet/ucum-units",
            "http://loinc.org/vs/LL379-9");

    private final OfficialFiles official;
    private final CodeLists codeLists;
    private final PrimitiveTypes primitives;
    private final Invariants invariants = new Invariants();
    private final Map<String, TypeDefinition> types = new TreeMap<>();
    private final Map<String, CodeList> bindings = new TreeMap<>();
    private final Deque<String> pending = new ArrayDeque<>();

    private Condensing(OfficialFiles official) {
        this.official = official;
        codeLists = new CodeLists(official);
        primitives = new PrimitiveTypes(official);
    }

    /** Everything, as one file would have it. */
    static DefinitionFile condense(OfficialFiles official) {
        Condensing condensing = new Condensing(official);
        condensing.pending.addAll(official.resourceTypes());
        while (!condensing.pending.isEmpty()) {
            condensing.add(condensing.pending.remove());
        }
        return new DefinitionFile(
                official.resourceTypes(),
                List.copyOf(condensing.types.values()),
                List.copyOf(condensing.bindings.values()),
                condensing.invariants.all());
    }

    private void add(String name) {
        if (types.containsKey(name) || name.equals("Resource")) {
            return;
        }
        Element structure = official.structure(name);
        List<Element> snapshot = at(structure, "snapshot", "element").toList();
        Kind kind = kind(structure);
        if (kind == Kind.PRIMITIVE) {
            types.put(name, primitives.condense(name, elements(name, snapshot, kind), invariants.of(snapshot.get(0))));
            official.base(name).filter(base -> !base.equals("Element")).ifPresent(pending::add);
            return;
        }
        addType(name, kind, official.base(name).orElse(null), snapshot.get(0), snapshot);
        for (Element nested : snapshot) {
            if (isNested(nested)) {
                addType(
                        path(nested),
                        Kind.COMPLEX,
                        values(nested, "type", "code").get(0),
                        nested,
                        snapshot);
            }
        }
    }

    private void addType(String name, Kind kind, @Nullable String base, Element root, List<Element> snapshot) {
        List<ElementDefinition> elements = elements(path(root), snapshot, kind);
        types.put(name, new TypeDefinition(name, kind, base, null, null, null, 0, elements, invariants.of(root)));
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
        List<TypeReference> references = kind == Kind.RESOURCE && name.equals("id")
                // "string" in the official files, but "id" in the text of the specification (resource.html#id).
                ? List.of(new TypeReference("id", null, List.of()))
                : typeReferences(element);
        return new ElementDefinition(
                choice ? name.substring(0, name.length() - 3) : name,
                choice,
                Integer.parseInt(value(element, "min").orElseThrow()),
                value(element, "max").orElseThrow(),
                references,
                binding(element),
                isNested(element) || isSameAsAnother(element) ? List.of() : ownInvariants(element, references));
    }

    /** The official files repeat those that every value of the type is held to anyway. */
    private List<String> ownInvariants(Element element, List<TypeReference> references) {
        List<String> ofType = references.stream()
                .map(TypeReference::definition)
                .filter(name -> !name.equals("Resource"))
                .flatMap(name ->
                        invariants
                                .of(at(official.structure(name), "snapshot", "element")
                                        .findFirst()
                                        .orElseThrow())
                                .stream())
                .toList();
        return invariants.of(element).stream()
                .filter(key -> !ofType.contains(key))
                .toList();
    }

    private List<TypeReference> typeReferences(Element element) {
        Optional<String> sameAs = value(element, "contentReference");
        if (sameAs.isPresent()) {
            return List.of(new TypeReference(sameAs.get().substring(1), null, List.of()));
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
                        .map(OfficialFiles::lastPart)
                        .sorted()
                        .toList()
                : List.of();
        String profile = value(type, "profile").map(OfficialFiles::lastPart).orElse(null);
        return new TypeReference(code, profile, targets.contains("Resource") ? List.of() : targets);
    }

    private @Nullable String binding(Element element) {
        Optional<String> url = at(element, "binding")
                .filter(binding -> value(binding, "strength").equals(Optional.of("required")))
                .map(binding -> value(binding, "valueSet").orElseThrow().replaceFirst("\\|.*", ""))
                .findFirst();
        url.ifPresent(valueSet -> bindings.computeIfAbsent(
                valueSet,
                missing -> NOT_ENUMERATED.contains(missing)
                        ? new CodeList(missing, List.of())
                        : codeLists.enumerate(missing).orElseThrow()));
        return url.orElse(null);
    }

    private static boolean isSameAsAnother(Element element) {
        return value(element, "contentReference").isPresent();
    }

    private static boolean isNested(Element element) {
        return path(element).contains(".")
                && values(element, "type", "code").stream()
                        .anyMatch(code -> code.equals("BackboneElement") || code.equals("Element"));
    }

    private static Kind kind(Element structure) {
        return switch (value(structure, "kind").orElseThrow()) {
            case "resource" -> Kind.RESOURCE;
            case "complex-type" -> Kind.COMPLEX;
            case "primitive-type" -> Kind.PRIMITIVE;
            default -> throw new IllegalStateException("Expected a resource or a data type");
        };
    }
}

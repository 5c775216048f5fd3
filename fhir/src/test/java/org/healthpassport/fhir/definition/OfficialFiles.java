package org.healthpassport.fhir.definition;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMResult;
import javax.xml.transform.stax.StAXSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The definitions as HL7 publishes them: bundles of StructureDefinition, ValueSet and CodeSystem in XML. */
final class OfficialFiles {
    private static final String FOLDER = "/org/hl7/fhir/r4/model/";

    private final Map<String, Element> structures = new HashMap<>();
    private final Map<String, Element> valueSets = new HashMap<>();
    private final Map<String, Element> codeSystems = new HashMap<>();

    /** The files, read once. */
    static OfficialFiles all() {
        return Holder.ALL;
    }

    private OfficialFiles() {
        read("profile/profiles-types.xml");
        read("profile/profiles-resources.xml");
        read("valueset/valuesets.xml");
        read("valueset/v3-codesystems.xml");
    }

    /** By the name of the type, or of the profile that narrows a type. */
    Element structure(String name) {
        return Optional.ofNullable(structures.get(name)).orElseThrow();
    }

    /** The name of what a type specializes. */
    Optional<String> base(String name) {
        return value(structure(name), "baseDefinition").map(OfficialFiles::lastPart);
    }

    /** The names of all types that resources can have, in alphabetical order. */
    List<String> resourceTypes() {
        return structures.values().stream()
                .filter(structure -> value(structure, "kind").equals(Optional.of("resource"))
                        && value(structure, "abstract").equals(Optional.of("false")))
                .map(structure -> value(structure, "type").orElseThrow())
                .sorted()
                .toList();
    }

    Optional<Element> valueSet(String url) {
        return Optional.ofNullable(valueSets.get(url));
    }

    Optional<Element> codeSystem(String url) {
        return Optional.ofNullable(codeSystems.get(url));
    }

    static List<Element> children(Element parent, String name) {
        NodeList nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(node -> node.getNodeType() == Node.ELEMENT_NODE && name.equals(node.getLocalName()))
                .map(Element.class::cast)
                .toList();
    }

    /** The elements at the end of a path of names. */
    static Stream<Element> at(Element parent, String... path) {
        Stream<Element> found = Stream.of(parent);
        for (String name : path) {
            found = found.flatMap(element -> children(element, name).stream());
        }
        return found;
    }

    /** The value attributes of the elements at the end of a path of names. */
    static List<String> values(Element parent, String... path) {
        return at(parent, path).map(element -> element.getAttribute("value")).toList();
    }

    static Optional<String> value(Element parent, String... path) {
        return values(parent, path).stream().findFirst();
    }

    static String path(Element element) {
        return value(element, "path").orElseThrow();
    }

    static String lastPart(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private void read(String file) {
        try (InputStream stream = OfficialFiles.class.getResourceAsStream(FOLDER + file)) {
            XMLStreamReader reader = XMLInputFactory.newDefaultFactory().createXMLStreamReader(stream);
            Transformer copy = TransformerFactory.newDefaultInstance().newTransformer();
            List<Element> found = new ArrayList<>();
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamReader.START_ELEMENT
                        && reader.getLocalName().equals("resource")) {
                    reader.nextTag();
                    DOMResult tree = new DOMResult();
                    copy.transform(new StAXSource(reader), tree);
                    found.add((Element) tree.getNode().getFirstChild());
                }
            }
            found.forEach(this::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (XMLStreamException | TransformerException e) {
            throw new IllegalStateException("Expected " + file + " to be XML", e);
        }
    }

    private void add(Element resource) {
        switch (resource.getLocalName()) {
            case "StructureDefinition" -> structures.put(value(resource, "id").orElseThrow(), resource);
            case "ValueSet" -> valueSets.put(value(resource, "url").orElseThrow(), resource);
            case "CodeSystem" -> codeSystems.put(value(resource, "url").orElseThrow(), resource);
            default -> {
                // The bundles hold operations and search parameters as well.
            }
        }
    }

    private static final class Holder {
        private static final OfficialFiles ALL = new OfficialFiles();
    }
}

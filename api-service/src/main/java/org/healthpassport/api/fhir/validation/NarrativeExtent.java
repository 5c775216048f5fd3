package org.healthpassport.api.fhir.validation;

import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The extent of a narrative, for a lenient parser. Where the text is no well-formed XML, or has CDATA, processing
 * instructions or a document type, parsers disagree on what is a tag, so any could be the child of the one before.
 *
 * @param depth of the innermost tag
 */
record NarrativeExtent(int tags, int depth) {

    static NarrativeExtent of(String xhtml) {
        int tags = (int) xhtml.chars().filter(one -> one == '<').count();
        boolean unclear = xhtml.contains("<?") || xhtml.replace("<!--", "").contains("<!");
        return new NarrativeExtent(tags, unclear ? tags : depth(xhtml, tags));
    }

    private static int depth(String xhtml, int otherwise) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xhtml));
            int depth = 0;
            int deepest = 0;
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> deepest = Math.max(deepest, ++depth);
                    case XMLStreamConstants.END_ELEMENT -> depth--;
                    default -> {}
                }
            }
            return deepest;
        } catch (XMLStreamException malformed) {
            return otherwise;
        }
    }
}

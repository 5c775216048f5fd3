package org.healthpassport.fhir.narrative;

import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.ext.DefaultHandler2;

/** Checks a narrative while it is parsed, and stops at the first thing that is not allowed. */
final class NarrativeHandler extends DefaultHandler2 {
    private static final String NAMESPACE = "http://www.w3.org/1999/xhtml";

    private boolean started;
    private boolean content;

    boolean hasContent() {
        return content;
    }

    @Override
    public void startElement(String uri, String localName, String name, Attributes attributes) throws SAXException {
        if (!started && !(name.equals("div") && NAMESPACE.equals(attributes.getValue("xmlns")))) {
            throw new SAXException("Expected a div of XHTML");
        }
        started = true;
        if (!AllowedMarkup.element(name)) {
            throw new SAXException("Expected formatting only");
        }
        for (int i = 0; i < attributes.getLength(); i++) {
            String attribute = attributes.getQName(i);
            boolean foreign = attribute.equals("xmlns") && !NAMESPACE.equals(attributes.getValue(i));
            if (foreign || !AllowedMarkup.attribute(name, attribute, attributes.getValue(i))) {
                throw new SAXException("Expected attributes of formatting only");
            }
        }
        content |= name.equals("img");
    }

    @Override
    public void characters(char[] characters, int start, int length) {
        for (int i = start; i < start + length && !content; i++) {
            content = !Character.isWhitespace(characters[i]) && !Character.isSpaceChar(characters[i]);
        }
    }

    /** A browser would end such a comment right where it starts. */
    @Override
    public void comment(char[] characters, int start, int length) throws SAXException {
        String text = new String(characters, start, length);
        if (text.startsWith(">") || text.startsWith("->")) {
            throw new SAXException("Expected a comment that browsers see as one too");
        }
    }

    @Override
    public void startCDATA() throws SAXException {
        throw new SAXException("Expected no CDATA");
    }

    @Override
    public void processingInstruction(String target, String data) throws SAXException {
        throw new SAXException("Expected no processing instruction");
    }

    @Override
    public void fatalError(SAXParseException failure) throws SAXException {
        throw failure;
    }
}

package io.keywatch.standins;

/** Text inside an XML element. */
final class Xml {
    private Xml() {}

    static String text(String raw) {
        return raw.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    static String element(String name, String raw) {
        return "<" + name + ">" + text(raw) + "</" + name + ">";
    }
}

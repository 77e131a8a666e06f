package io.keywatch.detect.scan.text;

import java.util.Locale;
import java.util.Set;

/** What kind of text a name promises: it decides how an unquoted value is read. Content is sniffed elsewhere. */
public enum FileKind {
    /** An unquoted value is an expression. */
    CODE,
    /** An unquoted value is the value itself. */
    CONFIG,
    /** An unquoted value is one word. */
    SHELL,
    /** Prose around samples. */
    DOCUMENT,
    OTHER;

    private static final Set<String> CODE_NAMES = Words.setOf("""
        java kt kts scala groovy gradle clj py pyw ipynb js jsx mjs cjs ts tsx vue svelte go c h cc
        cpp cxx hpp hh m mm cs vb fs rb erb php phtml rs swift dart lua pl pm r ex exs erl hs ml sql
        jsp asp aspx cshtml zig nim cr d pas as coffee proto
        """);
    private static final Set<String> CONFIG_NAMES = Words.setOf("""
        env properties props ini cfg conf config cnf yml yaml toml tfvars tfstate json json5 jsonc
        xml plist netrc npmrc pypirc pgpass bat cmd ps1 psm1 s3cfg boto muttrc esmtprc msmtprc
        credentials htpasswd shadow service desktop tf hcl nix csv tsv reg ovpn mobileconfig envrc
        vault terraformrc tfrc kubeconfig condarc gemrc hgrc curlrc wgetrc fetchmailrc htaccess
        smbcredentials tugboat nmconnection secrets gitconfig inventory rdp dockercfg
        """);
    private static final Set<String> SHELL_NAMES = Words.setOf("""
        sh bash zsh ksh fish bashrc zshrc kshrc profile bash_profile zprofile zshenv bash_login
        bash_aliases bash_history zsh_history history dockerfile containerfile
        """);
    private static final Set<String> DOCUMENT_NAMES =
            Set.of("md", "markdown", "mdx", "txt", "rst", "adoc", "html", "htm", "tex", "org", "log", "wiki", "po");

    /** Whether an unquoted value is the value itself. */
    public boolean isLiteral() {
        return this == CONFIG || this == SHELL;
    }

    public static FileKind of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String file = lower.substring(lower.lastIndexOf('/') + 1);
        if (file.startsWith("dockerfile") || file.startsWith("containerfile")) {
            return SHELL;
        }
        if (file.startsWith(".env") || file.equals("makefile")) {
            return CONFIG;
        }
        String extension = file.substring(file.lastIndexOf('.') + 1);
        if (CODE_NAMES.contains(extension)) {
            return CODE;
        }
        if (CONFIG_NAMES.contains(extension)) {
            return CONFIG;
        }
        if (SHELL_NAMES.contains(extension)) {
            return SHELL;
        }
        return DOCUMENT_NAMES.contains(extension) ? DOCUMENT : OTHER;
    }
}

package dev.lathe.checks;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What one class file refers to. Calls, method references and types in signatures all stand in its constant pool.
///
/// @param module folder of the module that it belongs to
/// @param name with its package, nested classes after `$`
/// @param model everything else
record CompiledClass(String module, String name, ClassModel model) {
    private static final Pattern OUR_PACKAGE = Pattern.compile("dev/lathe(?:/[a-z_0-9]+)*(?=/[A-Z])");

    static CompiledClass read(String module, Path file) throws IOException {
        ClassModel model = ClassFile.of().parse(Files.readAllBytes(file));
        return new CompiledClass(module, model.thisClass().asInternalName().replace('/', '.'), model);
    }

    String packageName() {
        return name.substring(0, name.lastIndexOf('.'));
    }

    /// The name of the class in whose source it stands.
    String topLevelName() {
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    boolean isIn(String module) {
        return this.module.equals(module);
    }

    /// Our packages that it uses, without its own.
    Set<String> usedPackages() {
        var used = new TreeSet<String>();
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof Utf8Entry text) {
                OUR_PACKAGE.matcher(text.stringValue()).results().forEach(m -> used.add(m.group().replace('/', '.')));
            }
        }
        used.remove(packageName());
        return used;
    }

    /// Classes that it uses, with their packages.
    Set<String> usedClasses() {
        var used = new TreeSet<String>();
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof ClassEntry c) {
                used.add(c.asInternalName().replace('/', '.'));
            }
        }
        return used;
    }

    /// Methods and fields that it uses, such as `java.lang.Math.exp(D)D` and `java.lang.System.out`.
    Set<String> usedMembers() {
        var used = new TreeSet<String>();
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof MemberRefEntry member) {
                String type = member.type().stringValue();
                used.add(member.owner().asInternalName().replace('/', '.') + "." + member.name().stringValue()
                        + (type.startsWith("(") ? type : ""));
            }
        }
        return used;
    }

    /// Text constants in its code, but for those right after a locale, as in `String.format(Locale.ROOT, "…")`.
    List<String> textsWithoutLocale() {
        var texts = new ArrayList<String>();
        for (MethodModel method : model.methods()) {
            boolean afterLocale = false;
            for (CodeElement element : instructions(method)) {
                if (element instanceof ConstantInstruction constant
                        && constant.constantValue() instanceof String text && !afterLocale) {
                    texts.add(text);
                }
                afterLocale = element instanceof FieldInstruction field
                        && field.owner().asInternalName().equals("java/util/Locale");
            }
        }
        return texts;
    }

    private static List<CodeElement> instructions(MethodModel method) {
        return method.code().stream()
                .flatMap(code -> code.elementStream())
                .filter(element -> element instanceof Instruction)
                .toList();
    }
}

"""Databases that the LMDB library (0.9) has written, packed; what is in them stands in the tests. And a writer."""

import struct
from itertools import accumulate

KEYS = (
    "c-rmSziPrz6vy$CRH6h+I+Ri}^$h|}-Qt_1H`QXHM5rzW2Oq&laPH(2NT0;X-NnJJz2uK1K}#tHY4iQS@dkgF43g-*CyHcR@$2ei"
    "vos{Hn+#XkjPHG><cG5Ph5!Hn004lh7?tk-&Hee!(!6FmHcBIX00000002(U%pKi|ZQ0hYJ+NJiPX_h0jc<vzj9=Ar<b_^1?7itX"
    "e33g{U0n~lrn+Xj<~|wOf5?)~Yg2;Yr5^=B=RR)9UZ(ef@&+pEjgFsa;ggY(ksZt?g<n<WJ*me&-@Ih!%C@EJkyRd99kYwv{{Kc?"
    "z592q_ZGWA0I07?sSn1Ao$Q=hu^$!Ek0K)@`(?&c9x}4I-`KDB47rxIvvbxCYhM5W0002~p5z&SvDcOT@Ba(PKGD("
)

DATABASES = (
    "c-rmUO>Wab7zW@;>ok8#%%VbFWWf=*L30i^kkXbQAu3gD*dY#pH~<TdkVV$0iynX_Vu82;+@QFrCpea(q*6eR{5;ZRs(fS1a(>h|"
    "Gj<43d;a+2>erV>C>q^$4{k^Ntt^iTVK47{OV6$zpX7bBv|T#@0002n*4T3X@7y#0$GqRo`<9mk0002CZm;myVVL#4_h&t41pol5"
    "V>th(y%A1A_;?(`=d4Y$c9pfSS^Jr_-^Xe-uf=!C*x689S=(RA|HJ-=!LaWe761UKn@MBwJ4?vY(xa@6vi2-%?+WQkZELl7#>dXi"
    "|Eb+1OZk5`c#_TrKKTFufc!5xRw4g?3cK*S#G|bCZyC)({yz#ydYvZe`*f80^aB7uHCX?zX8r&6YLDmXHwowC=Vu{L?a`|H+{JnG"
    "yKTGS^5u)ko2QfU>(fp5aImz8PIz^8e!m?oF5QpEe{ym9cGHdbOGn}Qe*gfeeEwgRY;Nz`tyb$=A^$rYYAb53LjHdkM(MTLe*gfW"
    "hOGa0{r|e!uFwCs3l;1C0RW(Stp8WD{{LUD|6lJWx9j=8Q>Yw<Y5Fal%KiWVK<$|SH~(L?`TwK&V|%e~KkluY_pQ>ngVMNozrUok"
    "o%{~~0M%svU(Nh~J!_lh`Z%sx8W-pL<GTNz{0{&CyORIi!A#Bl|7ui=xxT$7*KfK`;18L0N;v"
)

TREE = (
    "c-rmVJ8WF%l?U)U4|0aXA%~_Uik2TMD_WcKgPbR4#`1%f*08;?9ma8j6fWGY;37#WY?mN~QUnm-bT$@(o2XC%H(sa+7D*L$1_BpB"
    "0xS?$auKYG1TYW*yCU<EOWnw}EK}6*@b@d`4u`U#KgD^R@0{=6EZbDwxc%>6|IdFFvK##U%bE2*QOG@*{lnL<-|%R0>+xDTc5=tB"
    "=l;851^@s6?6ks{s{g;(|0bVR|38zCPo-ly9sl(o{yqQz0KiTuZo4;^U8y!3zpG!V{-ES113T~M8w*}*Su=)C31GBkM@peyciTna"
    "CVpB7^-OOS7#-<Te3;*^W@%gfe<Zt>ovZ!0bgB4J;aYZl>pN%a>wWn!nFpJ541cVJ%GIx=T(3@q%C$V6a{Z<fDpzkT<?4=ydQIt;"
    "0pJ!{7YEqgb@B36m0!4C@n5Wd+E{3OclzAa<@%M$`N<b+XD2RJb!`EFyW#0jeV1PIWT-sd{$i*+oxzD%c{&e=%F`Ym4wa`hoQsvG"
    "KM|`>J}AY?)7hN+AKQ9|EpP0-9|HjP9!mu`W&R(`|C|5E{Qv(O&(;6q004Xi)?EM?O_f~zUjYDs7<||V*ruAR|EmB106R?O1$W=X"
    "*1ckOESsq;G*+k2PF<+4O<t|d*H$KGDzCW~Al$M)Z=6~q&Y4{9f&C(TGt}<U*76K@)ak>Ku1VAC9Zc_H|9L1>uI_Bgb>d*CT%DPe"
    ">)qK<x!ThySL2>gxmxv<>qm`HxtfzH*I%bXU88GQOSz(61Fx3r|4#q_01%g^-M%%MtN&{N006))DD9@KzODXWA6%XU0002kUkr!<"
    "000oebgutj2LJ#7fV;$M9RL8p?VHK<|EB-|0000iodN*Bo->>4|4#z|0000mLabv00B~y#=KB8)000000N`dc6##&dHn(-Jm>tYM"
    "9Y0n7bo}VH?^njxZ`ZPB2(94(0QR%&-^-!i*9NlyyYA1$P_Lx@dtkrF4sWafk7wr#3lpo=vy}_uYhzc-^W~M&nd14v<q=%B_{pIx"
    "D};H~X%CO5T-OeS$~8Eaa(#a`RIdK!8rjD)p>i!hm~wr)5h_>jfs|`)DpaoS{VCVUdZ=8T`%<o7)<WfKA4$0$nh2Gvb#Kb`vr4F3"
    "&3Szg00Q<w=C|$tFRY&r000;XrW65yopf)m{yzi&z>N%igZY05F#mrfSO3oe0Kmx7zXP~k_vPyU!vFvPUraFtd(8d0`hOk(0DwJ3"
    "Wy`I2AXoq23jhEB+@2Ax{~z2||F56O;|Kr%0KlGS<^uo#fc@uauK#}@00000>>LYl0002H<XEo%e?I^K000n@)ldKci0yc;|Nj60"
    "00000cb27T008cQhqvw(v-#{-)rH3D^vm^MRsW;pX9IWFE9LduwX7LJr}GfNPRM>;4E5^RJ_>tSrx5D-*!m~FtZeRZmKEas4m2N0"
    "pTvK1C{nKWaC7eek=*?Mg8%>k006LWm_z~q;yAHw{{Kk!e&OTVp!{a(T=D(F@3Z;xO6g4TeBtsQ%r#vPHHR{IBIWvFEmW@l<0;o)"
    "s-bc%KbCU+TP0Mk-lHkkAI3t>`gM;15R5%^05{u1_vp6y|Ml%VUjqQ{6pe=+VE;eZ|8M`l{r~p=-`@WJ$8z=maR7jQz)A`L`_1FI"
    "`v0E+0AM%yNDi<op2*ez4+8)I`;__!B3s<LSImxOZ&el=tJ7zvF4Wg1uh!;kD-&;3#>;+65ZT+IcG7nHOE6lp@ld;CyUUAQ_sLwO"
    "eWBgnFufzZ5o*6{x7$y-K0FXASErY9oth1mtKCVtK9~uWtJO-m78;>)HJd5dJ5!<d{|}c^uBhjeU&{6W9{~UW;BM2VV#hUe_5T6@"
    "006Kh%Ju(R+v@-IA>b1L0001^$QTCz004ZhPOks|C;$Ke0DLZMY5)KLqo|kb|33x*0002&6&5%F0Dvw1T>t-Z000000KPP<%>V%0"
    "ZNpsu{|Nv90002k%Pjo^0Q=O*t$W36E?X?TTfbCUEPUrH{$HQ0WLY6w%bFqdnop%%zZhG;jgqT7YymL(vZLit?>>Vjz-M^780z(|"
    "zXYQtdurSKf8qLV8vytczGzK+yb$Ws?D8VleKHrR)6wm1?gxG2P^etp&GTG;cpy}+&gS*IPtAtP)$XKRAIyZx)oP_&3yn~@n$48!"
    "ovBE<I>V)uYq}mP*I;x0@#$^-|Kr*D%0gpx`s~z&`r72x+I($g;!O2?#gqg9+*wPZ>aO1KrIhQvP<2;t@IuOUC{*3m>p!1zoeNcW"
    "^_EYkTz{Jmm8*9u<@#Qzx~tcHF6H{uWT;%7m6YrCTBuy@XH%}<Rzu}#JrjJQ{h3_<zXJfUH(5vmfY0%4uKw==0Kiw&gxg^MKit{<"
    "|0}urzXt#S#G&O0B+upQ|78FG0PX<wCwJGWT>ak%004m4_GSHldRzU!zTIX300026OH5_}006+wc|O<w9|8aX0I>g9CIbKf*z;b<"
    "_5Ys)00000?jmcJ006-4c`4WbKM4Q;006)`3&;Qf>?vR0x>v}KXBVrVHWnJ+ojx~pxqfAGe)7fI*@=tQ_3!op0Cw58Ha?@QWz7(J"
    "&DTQZ>Gr=FDo<yy8Y@rd;ZS+n!*7Jj(;Cjj%F}-}RG#MGl~{Q?FQ=;i<*oX^m>tY6PrNsEdE!d-2c=~IfIaR=Db(k;cC<W2;3j@r"
    "2=z>F6&M}aE8FV-`Rt>@x!R9Qmx>=1u4TtJ9_<CSp6!pd^{Iz2&#ZnW{Y$<&5h~a6c*^ygN~m1Dv6QPj9_kgoTLyqz^z(A8{#prO"
    "v}LbutN)K?S1JpQ)#<ZS7wT)1S8MaNE0vkbYa1)gT>uE|%~0Kz*78geH5Yfr>BEuM+FQMY=~M2BgQ0SDW>T(qXG7&`Pp4dsdqU-E"
    ")l;q?HA3ZTPNrOcoeI^X8`e^;Gxbop2Gx}78#mPdE2V{r)#};Gh4HnqtL6FfO6g4TeBtu-?{?S~*A7JbJ!=n+rQfcoxxOFjeYf2|"
    "nsR+S6Drs8gDKayL%r{|dk>^sYoXqE+ui$9u9KnOciWx&Qm$Wynmuc`kEC2b3pJzFZqBD%mGM~njSm2@pJl5z%>SP&eq0-r-z=Rg"
    "zF+u#wo(6A&sUr!adiAJ)aS-d|MB3t{!$H<Yx%L1>knh0&X3eR20$>clw+OA?;(JlkbU!p{{N}!jr0Gfs&7@sH(o#60KiRr{<`f_"
    "HXdpMzq`DcM9sCoeKHqm-MZTwrsv@sheGA*_EWA8L(NxqJH3?agHUsb-Bv5*S_n0V*ljjbu6IJsA$EpKDc5wUImFK3iInTL8_xfK"
    "sq$|9Qf0C5ov+xXelpY)V6XX9%Jqv-UC-{Y1;FUbj)v-Fb_Y#>&+v9J)-^JhV6<f4+E)J`%g*Hb|0@%l^ZyF~z#X#`sz2EqzO*_2"
    "5H#0&q57`9!3!zZp-|_w>Ghvax&AgCDp&7R%Jscaeb-+1xs>Zqlc92TR#L9lL+y9%wVzG7ej94PYp?Z8@Q(KD+v@+>?8U~5jYj|g"
    "0JyuH{A`3>+_<e~#q{;&^+x_B9Z#p@)0^it-n{mAI(E`=F&!V>yk1E<ek~n0&pUo^Iv!5P1L-)MjuV^btxd;rI+nJo{lEJ^`6c5A"
)

_PAGE = 4096
_TREE_FORM, _META_FORM = struct.Struct("<IHHQQQQQ"), struct.Struct("<IIQQ")


def written(values):
    """The bytes of a database of LMDB 0.9, by its description: one leaf, and pages of its own for each value.

    Args:
        values: Key -> value; keys of 200 bytes in all or so.
    """
    pages = [b"", b"", b""]
    nodes = []
    for key, value in sorted(values.items()):
        count = -(-(16 + len(value)) // _PAGE)
        head = struct.pack("<QHHI", len(pages), 0, 4, count)
        place = len(pages)
        body = (head + value).ljust(count * _PAGE, b"\0")
        pages += [body[at : at + _PAGE] for at in range(0, len(body), _PAGE)]
        size = struct.pack("<HHHH", len(value) & 0xFFFF, len(value) >> 16, 1, len(key))
        node = size + key + struct.pack("<Q", place)
        nodes.append(node + b"\0" * (len(node) % 2))
    ends = list(accumulate((len(node) for node in nodes), initial=0))[1:]
    pointers = struct.pack(f"<{len(nodes)}H", *(_PAGE - end for end in ends))
    upper = _PAGE - ends[-1]
    leaf = struct.pack("<QHHHH", 2, 0, 2, 16 + len(pointers), upper) + pointers
    pages[2] = leaf.ljust(upper, b"\0") + b"".join(reversed(nodes))
    none = (1 << 64) - 1
    trees = _TREE_FORM.pack(_PAGE, 0, 0, 0, 0, 0, 0, none) + _TREE_FORM.pack(0, 0, 1, 0, 1, 0, len(nodes), 2)
    for number in (0, 1):
        head = struct.pack("<QHHHH", number, 0, 8, 0, 0) + _META_FORM.pack(0xBEEFC0DE, 1, 0, len(pages) * _PAGE)
        pages[number] = (head + trees + struct.pack("<QQ", len(pages) - 1, number)).ljust(_PAGE, b"\0")
    return b"".join(pages)
